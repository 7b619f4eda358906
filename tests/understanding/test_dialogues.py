"""Conversations written apart, never trained on: an exam, where some turns may go wrong.

The topics after a comma are those whose answer holds the same facts; of the clusters named, the
first answer need only describe one.
"""

import re
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from components.text.folding import words
from tests.conversations.dialogue import Dialogue, play, read_dialogues

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
EXAM = HERE / "dialogues.txt"
SAID = re.compile(r"\s*- (.*)")


@pytest.fixture(scope="module")
def wrong(assistant, loop) -> list[tuple[Dialogue, list[str]]]:
    """Each dialogue with its turns gone wrong."""
    found = []
    for dialogue in read_dialogues(EXAM):
        for exchange in dialogue.exchanges:
            exchange.expected = [replace(one, clusters=()) for one in exchange.expected]
        told = loop.run_until_complete(play(assistant, dialogue, uuid.uuid4().hex))
        found.append((dialogue, told))
    return found


def test_most_turns_are_right_in_their_context(wrong):
    turns = sum(len(dialogue.exchanges) for dialogue, _ in wrong)
    missed = sum(len(told) for _, told in wrong)
    assert 100 * (turns - missed) / turns >= 76


def test_the_exam_is_not_in_the_training_data():
    lines = (HERE.parents[1] / "data" / "suites.yml").read_text(encoding="utf-8").splitlines()
    learned = {" ".join(words(found.group(1))) for found in map(SAID.match, lines) if found}
    asked = {
        " ".join(words(exchange.said))
        for dialogue in read_dialogues(EXAM)
        for exchange in dialogue.exchanges
    }
    assert not [said for said in asked & learned if len(said.split()) > 3]
