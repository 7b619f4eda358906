"""Whether the question is found in a message, wherever it stands and whatever stands beside it."""

import uuid
from pathlib import Path

import pytest

from harness.topics import REFUSALS, accepted

HERE = Path(__file__).parent
GUIDED = {"cluster_pour_moi", "cluster_par_secteur"}  # an answer, and the question that follows it

pytestmark = pytest.mark.slow


def read(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def say(assistant, loop):
    return lambda text: loop.run_until_complete(assistant.say(uuid.uuid4().hex, text))


@pytest.fixture(scope="module")
def precise(say):
    """For each precise question: its topic and the topics of its answer."""
    return [
        (topic, {bubble.topic for bubble in say(text).bubbles if bubble.topic})
        for topic, text, _ in read("precis.txt")
    ]


def test_the_question_behind_a_story_is_answered(say):
    right = []
    for wanted, text in read("recits.txt"):
        topic, *slugs = wanted.split()
        bubbles = say(text).bubbles
        found = [slug for bubble in bubbles for slug in bubble.clusters]
        topics = {bubble.topic for bubble in bubbles if bubble.topic}
        named = not slugs or (bool(found) and found[0] in slugs[0].split(","))
        right.append(named and bool(topics & accepted([topic])))
    assert sum(right) >= 0.85 * len(right)


def test_a_precise_question_gets_its_topic(precise):
    right = [
        bool(topics & (REFUSALS if topic == "hors_sujet" else accepted([topic])))
        for topic, topics in precise
    ]
    assert sum(right) >= 0.85 * len(right)


def test_one_question_gets_one_answer(precise):
    two = [topics for _, topics in precise if len(topics) > 1 and topics != GUIDED]
    assert len(two) <= 0.03 * len(precise)
