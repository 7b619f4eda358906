"""Questions that were written apart from the training examples and are never trained on."""

import uuid
from collections.abc import Collection
from pathlib import Path

import pytest

from components.text.folding import words
from harness.questions import AUTHORS_EXAM, read_kept
from harness.topics import accepted

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
TOPIC = {"info_absente": "hors_sujet"}  # two intents, one topic: the page does not say
REFUSED = {"hors_sujet", "choix"}


def read_exam(name: str = "examen.txt") -> list[tuple[str, str, list[str]]]:
    """Questions with their topic and the slugs of the clusters that are right, if any."""
    exam, topic = [], ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            topic = line[3:].strip()
        elif line.strip():
            slugs, bar, question = line.partition(" | ")
            wanted = [slug.strip() for slug in slugs.split(",") if slug.strip() != "-"]
            exam.append((question, topic, wanted) if bar else (line, topic, []))
    return exam


@pytest.fixture(scope="module")
def ask(assistant, loop):
    """The answer to the first question of a conversation."""
    return lambda text: loop.run_until_complete(assistant.say(uuid.uuid4().hex, text))


@pytest.fixture(scope="module")
def marks(ask) -> list[tuple[str, bool]]:
    """For each question its topic and whether the answer is right."""
    return [
        (topic, _is_right(ask(question), topic, wanted)) for question, topic, wanted in read_exam()
    ]


def _is_right(turn, topic: str, wanted: list[str]) -> bool:
    answered = [bubble.topic for bubble in turn.bubbles if bubble.topic]
    clusters = [slug for bubble in turn.bubbles for slug in bubble.clusters]
    topic = TOPIC.get(topic, topic)
    if topic == "hors_sujet":
        return set(answered) <= REFUSED
    if topic == "cluster_par_secteur":
        return answered == [topic] and (clusters[:1] == [] if not wanted else clusters[0] in wanted)
    return topic in answered and set(wanted) <= set(clusters)


@pytest.fixture(scope="module")
def noisy_marks(ask) -> list[tuple[str, bool]]:
    """The same for questions typed in haste, by ear or with slips; judged on the topic alone."""
    exam = read_exam("examen_bruit.txt")
    return [(topic, _answers(ask(text), [topic])) for text, topic, _ in exam]


@pytest.fixture(scope="module")
def marks_by_author(ask) -> list[tuple[str, bool]]:
    """Who writes, and whether the answer is right, judged on the topic alone."""
    return [(one.kind, _answers(ask(one.text), one.topics)) for one in read_kept(AUTHORS_EXAM)]


def _answers(turn, topics: Collection[str]) -> bool:
    answered = {bubble.topic for bubble in turn.bubbles if bubble.topic}
    wanted = set(topics) - REFUSED
    refused = len(wanted) < len(topics) and answered <= REFUSED
    return refused or bool(answered & accepted(wanted))


def share(marks: list[tuple[str, bool]]) -> float:
    return 100 * sum(right for _, right in marks) / len(marks)


def test_questions_in_scope_are_answered(marks):
    assert share([m for m in marks if m[0] not in ("hors_sujet", "info_absente")]) >= 92


def test_questions_out_of_scope_are_refused(marks):
    assert share([m for m in marks if m[0] in ("hors_sujet", "info_absente")]) >= 90


def test_trades_find_their_cluster(marks):
    assert share([m for m in marks if m[0] == "cluster_par_secteur"]) >= 90


def test_noisy_questions_are_answered(noisy_marks):
    assert share([m for m in noisy_marks if m[0] != "hors_sujet"]) >= 96


def test_noisy_questions_out_of_scope_are_refused(noisy_marks):
    assert share([m for m in noisy_marks if m[0] == "hors_sujet"]) >= 75


@pytest.mark.parametrize(
    ("author", "least"),
    [("entrepreneurs", 96), ("presse-etudes", 96), ("bruit", 94), ("hors-champ", 93)],
)
def test_every_kind_of_author_is_understood(marks_by_author, author, least):
    assert share([mark for mark in marks_by_author if mark[0] == author]) >= least


def test_the_exam_is_not_in_the_training_data():
    data = HERE.parents[1] / "data"
    files = [data / "nlu.yml", data / "autres_langues.yml"]  # first questions, as those asked here
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    learned = {" ".join(words(line)) for line in lines}
    names = ("examen.txt", "examen_bruit.txt", "monde_ouvert.txt", "detresse.txt", "dedans.txt")
    questions = [text for name in names for text, _, _ in read_exam(name)]
    questions += [one.text for one in read_kept(AUTHORS_EXAM)]
    asked = {" ".join(words(question)) for question in questions}
    assert not [question for question in asked & learned if len(question.split()) > 2]
