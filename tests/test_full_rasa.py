"""With TensorFlow, and all else that Rasa asks for, the same data gives the same predictions.

`make test-full-rasa` makes the environment of requirements-rasa.txt and runs this.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.loading import MODEL
from tests.understanding.test_exam import read_exam

WHOLE = ROOT / "var" / "rasa"
PYTHON = WHOLE / "bin" / "python"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),  # a training, in an environment that is slow to import
    pytest.mark.full_rasa,
]
STAMP = MODEL.with_name("assistant.sha256")  # what the model was made of: scripts/train.py


@pytest.fixture(scope="module")
def whole_model() -> Path:
    """The model that Rasa's own command makes of the same inputs; kept until these change."""
    folder = WHOLE / "models"
    model, stamp = folder / MODEL.name, folder / STAMP.name
    if not (stamp.exists() and stamp.read_text() == STAMP.read_text()):
        command = [str(PYTHON), "-W", "ignore", "-m", "rasa", "train", "--force"]
        command += ["--out", str(folder), "--fixed-model-name", model.name.removesuffix(".tar.gz")]
        # A cache of its own: from that of `make setup` it would take what was learned without.
        run(command, RASA_CACHE_DIRECTORY=str(WHOLE / "cache"))
        stamp.write_text(STAMP.read_text())
    return model


def run(command: list[str], text: str = "", **settings: str) -> str:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", **settings}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, input=text, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def predicted(python: str, *arguments: str) -> list[dict[str, Any]]:
    """What a model makes of every question of the exam."""
    questions = "\n".join(question for question, _, _ in read_exam())
    command = [python, "-W", "ignore", "-m", "tests.predictions", *arguments]
    return [json.loads(line) for line in run(command, questions).splitlines()]


def test_with_tensorflow_the_model_predicts_the_same(whole_model):
    ours = predicted(sys.executable, str(MODEL))
    theirs = predicted(str(PYTHON), str(whole_model), "--whole")
    assert len(ours) == len(read_exam()) > 500
    assert [pair for pair in zip(ours, theirs) if pair[0] != pair[1]] == []
