"""The gate on questions from outside the project (EVAL_DIR), through `bin/ask` and their judge."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT

pytestmark = pytest.mark.slow

EVAL = Path(ROOT, os.environ.get("EVAL_DIR", "../shared/eval")).resolve()


def judged(name: str, tmp_path: Path, *options: str) -> str:
    """What the judge prints of our replies to the questions of a file."""
    if not (EVAL / "score.py").exists():
        pytest.skip(f"no unseen questions in {EVAL} (EVAL_DIR)")
    score = [sys.executable, str(EVAL / "score.py")]
    questions = subprocess.run(
        [*score, "--questions", str(EVAL / name)], capture_output=True, check=True
    )
    replies = subprocess.run(
        [str(ROOT / "bin" / "ask")], input=questions.stdout, capture_output=True, check=True
    )
    (tmp_path / "replies.jsonl").write_bytes(replies.stdout)
    verdict = subprocess.run(
        [*score, *options, str(EVAL / name), str(tmp_path / "replies.jsonl")],
        capture_output=True,
        check=True,
        text=True,
    )
    return verdict.stdout


def percent(pattern: str, verdict: str) -> float:
    """The share that the judge gives behind `pattern`; over all places where it stands."""
    found = re.findall(rf"(?:{pattern})\s*(\d+)/(\d+) =", verdict)
    assert found, verdict
    right, asked = (sum(int(pair[side]) for pair in found) for side in (0, 1))
    return 100 * right / asked


def test_single_questions(tmp_path):
    verdict = judged("dev.jsonl", tmp_path)
    assert percent("entrepreneurs:|presse-etudes:|hors-champ:", verdict) >= 92, verdict
    assert percent("bruit:", verdict) >= 88, verdict
    assert percent("out of scope refused:", verdict) >= 90, verdict
    assert percent(r"\ncluster_par_secteur", "\n" + verdict) >= 90, verdict


def test_hostile_input(tmp_path):
    verdict = judged("attacks.jsonl", tmp_path, "--attacks")
    assert percent("right:", verdict) == 100, verdict
