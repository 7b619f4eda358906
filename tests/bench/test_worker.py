import sys

import pytest

from bench.peers.contestant import Command
from bench.peers.processes import ProgramEndedError
from bench.peers.questions import Question, QuestionSet
from bench.peers.understanding import mark_all
from bench.peers.worker import Worker

ANSWERS = """
import json, sys
for line in sys.stdin:
    text = json.loads(line)
    print(json.dumps({"intent": text, "parts": [], "milliseconds": 1.5}), flush=True)
"""
ENDS = "import sys; sys.exit('no model')"


def worker(program: str, tmp_path) -> Worker:
    return Worker(Command((sys.executable, "-c", program), tmp_path), tmp_path / "log")


def test_a_question_goes_in_and_what_is_understood_comes_out(tmp_path):
    asked = QuestionSet("x", (Question("adhésion", ("adhésion",), "a"), Question("b", ("c",), "a")))
    with worker(ANSWERS, tmp_path) as running:
        assert [mark.right for mark in mark_all(running, asked)] == [True, False]


def test_a_worker_that_ends_says_why(tmp_path):
    with worker(ENDS, tmp_path) as running, pytest.raises(ProgramEndedError, match="no model"):
        running.ask("a")
