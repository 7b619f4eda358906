from bench.peers.examples import read_examples
from bench.peers.places import NLU
from bench.peers.topics import ALSO, REFUSALS, TOPIC, accepted, topic_of


def test_an_intent_is_its_own_topic():
    assert topic_of("definition") == "definition"


def test_what_each_contestant_calls_not_understood_is_one_topic():
    assert {topic_of(intent) for intent in (None, "None", "nlu_fallback", "a_preciser")} == {
        "choix"
    }


def test_what_the_page_does_not_say_is_out_of_scope():
    assert topic_of("info_absente") == "hors_sujet"
    assert topic_of("info_absente") in REFUSALS


def test_a_question_is_served_by_its_topic_and_those_worth_as_much():
    assert accepted(["avantage_marche"]) == {"avantage_marche", "avantages"}
    assert accepted(["avantages"]) == {"avantages"}
    assert accepted([]) == frozenset()


def test_the_map_names_topics_that_are_learned():
    learned = {topic_of(example.intent) for example in read_examples(NLU)}
    assert set(ALSO) | set().union(*ALSO.values()) <= learned
    assert set(TOPIC.values()) == REFUSALS
