"""Where the comparison reads and writes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
NLU = ROOT / "data" / "nlu.yml"  # all that the peers learn from
CATALOGUE = ROOT / "data" / "clusters.yml"
DOMAIN = ROOT / "domain.yml"
EXAM = ROOT / "tests" / "understanding" / "examen.txt"
AUTHORS_EXAM = EXAM.with_name("examen_auteurs.jsonl")
KEPT = ROOT / "var" / "peers"  # environments, trained peers, results; may be deleted
RESULTS = KEPT / "results.json"
DOCUMENT = ROOT / "docs" / "comparaison.md"
FIGURE = ROOT / "docs" / "images" / "comparaison.png"
