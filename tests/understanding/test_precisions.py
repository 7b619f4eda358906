"""Whether a precise question is answered first: yes, no, or not on the page."""

import uuid
from pathlib import Path

import pytest
from rasa.shared.utils.io import read_yaml_file

from actions.cluster_catalogue.engine import ROOT
from harness.topics import REFUSALS

HERE = Path(__file__).parent
SENTENCES = {told["reponse"] for told in read_yaml_file(ROOT / "data" / "precisions.yml")}
NONE = "aucune"

pytestmark = pytest.mark.slow


def asked() -> list[tuple[str, str]]:
    """Each question with the sentence that its answer should begin with."""
    found, sentence = [], ""
    for line in (HERE / "precisions.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            sentence = line[3:]
        elif line and not line.startswith("#"):
            found.append((sentence, line))
    return found


@pytest.fixture(scope="module")
def answers(assistant, loop):
    """For each question: the sentence wanted, those that are said, and whether it is refused."""
    found = []
    for sentence, text in asked():
        bubbles = loop.run_until_complete(assistant.say(uuid.uuid4().hex, text)).bubbles
        said = "\n".join(bubble.text for bubble in bubbles)
        topics = {bubble.topic for bubble in bubbles if bubble.topic}
        found.append((sentence, {one for one in SENTENCES if one in said}, topics <= REFUSALS))
    return found


def test_every_sentence_is_one_of_the_content():
    assert {sentence for sentence, _ in asked()} - {NONE} <= SENTENCES


def test_the_precise_answer_comes_first_or_the_question_is_refused(answers):
    right = [s in said or is_refused for s, said, is_refused in answers if s != NONE]
    assert sum(right) >= 0.85 * len(right)


def test_seldom_another_precise_answer_is_given(answers):
    wrong = [bool(said - {s}) for s, said, _ in answers if s != NONE]
    assert sum(wrong) <= 0.04 * len(wrong)


def test_a_general_question_is_answered_as_before(answers):
    wrong = [bool(said) for s, said, _ in answers if s == NONE]
    assert sum(wrong) <= 0.02 * len(wrong)
