import functools
import itertools

import pytest

from bench.peers.answers import Answers, WrongAnswerError, longest_passage
from bench.peers.examples import read_examples, read_yaml
from bench.peers.places import DOMAIN, HERE, NLU
from bench.peers.spoken import FEWEST, Line, Script, misunderstood, read_script
from bench.peers.worker import Understood

SCRIPT = read_script(HERE / "spoken.yml")


@functools.lru_cache
def responses() -> dict[str, list[dict[str, str]]]:
    return read_yaml(DOMAIN)["responses"]


def wordings(topic: str) -> list[str]:
    return [one["text"] for one in responses()[f"utter_{topic}"]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(DOMAIN)


def test_what_varies_is_left_out():
    assert (
        longest_passage("Il y a {nombre} clusters,\u00a0ici :\n{liste}\nVoilà") == "clusters, ici :"
    )


@pytest.mark.parametrize("topic", sorted({line.topic for line in SCRIPT.domain}))
def test_every_wording_is_an_answer(answers, topic):
    for wording in wordings(topic):
        answers.check(f"Bonjour.\n{wording}", topic)


def test_no_answer_passes_for_another(answers):
    topics = {line.topic for line in (*SCRIPT.domain, *SCRIPT.database)} | {"pas_compris"}
    for topic, other in itertools.permutations(sorted(topics - {"pas_compris"}), 2):
        for wording in wordings(other):
            with pytest.raises(WrongAnswerError):
                answers.check(wording, topic)


def test_an_apology_is_no_answer(answers):
    for text in ("", *wordings("pas_compris")):
        with pytest.raises(WrongAnswerError):
            answers.check(text, "definition")


def test_the_database_must_have_been_read(answers):
    text = wordings("liste_clusters")[0]
    answers.check(f"{text}\nTWEED", "liste_clusters", ["TWEED"])
    with pytest.raises(WrongAnswerError, match="TWEED"):
        answers.check(text, "liste_clusters", ["TWEED"])


def test_all_have_learned_what_is_said():
    learned = {(example.plain, example.intent) for example in read_examples(NLU)}
    assert {(line.text, line.topic) for line in (*SCRIPT.domain, *SCRIPT.database)} <= learned
    assert (SCRIPT.greeting, "saluer") in learned
    assert min(len(SCRIPT.domain), len(SCRIPT.database)) > FEWEST


class Deaf:
    """Understands one question in two, and one of these as two questions."""

    def ask(self, question: str) -> Understood:
        return {
            "a": Understood("definition", (), 1),
            "b": Understood("nlu_fallback", (), 1),
            "c": Understood("liste_clusters", ("definition", "liste_clusters"), 1),
        }[question]


def test_what_one_does_not_understand_is_left_out():
    a, b, c = Line("a", "definition"), Line("b", "definition"), Line("c", "liste_clusters")
    script = Script("bonjour", (a, b), (c,))
    assert misunderstood(script, Deaf()) == {b, c}
    assert script.without({b, c}) == Script("bonjour", (a,), ())
