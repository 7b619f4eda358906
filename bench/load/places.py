"""Where the load test reads and writes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PYTHON = ROOT / ".venv" / "bin" / "python"
MODEL = ROOT / "models" / "assistant.tar.gz"
QUESTIONS = HERE / "questions.yml"
RESULTS = ROOT / "var" / "load" / "results.json"
DOCUMENT = ROOT / "docs" / "charge.md"
IMAGES = ROOT / "docs" / "images"
