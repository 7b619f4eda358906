import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_splitter import PART
from components.topics.need_detector import NeedDetector
from components.topics.question_subject import Subjects

SUBJECTS = Subjects(["cluster", "pôle"])
SURE = {"definition": 0.9, "danger": 0.02}


def heard(*rankings, entities=(), text=""):
    messages = [
        Message(
            {
                PART: place,
                TEXT: text,
                INTENT: {"name": next(iter(ranking))},
                INTENT_RANKING_KEY: [{"name": n, "confidence": c} for n, c in ranking.items()],
                ENTITIES: list(entities),
            }
        )
        for place, ranking in enumerate(rankings)
    ]
    return NeedDetector(NeedDetector.get_default_config(), SUBJECTS).process(messages)


@pytest.mark.parametrize(
    ("ranking", "intent"),
    [
        (SURE, "definition"),
        ({"hors_sujet": 0.8, "danger": 0.1, "detresse": 0.08}, "danger"),
        ({"detresse": 0.9, "danger": 0.05}, "detresse"),
        ({"detresse": 0.8, "danger": 0.17}, "danger"),
        ({"hors_sujet": 0.95, "detresse": 0.04}, "hors_sujet"),
    ],
)
def test_a_need_is_heard_though_the_classifier_prefers_another(ranking, intent):
    assert heard(ranking)[0].get(INTENT)["name"] == intent


def test_one_part_is_enough_and_nothing_else_is_answered():
    (whole,) = heard({"definition": 0.9}, {"definition": 0.99}, {"danger": 0.95})
    assert whole.get(INTENT) == {"name": "danger", "confidence": 1.0}


def test_half_a_story_must_be_clearer_than_the_whole():
    half = {"hors_sujet": 0.6, "danger": 0.35}
    assert len(heard(half, SURE, SURE)) == 1
    assert len(heard(SURE, half, SURE)) == 3


def test_a_message_about_the_page_must_be_clearer_too():
    unsure = {"hors_sujet": 0.6, "danger": 0.35}
    assert heard(unsure)[0].get(INTENT)["name"] == "danger"
    assert heard(unsure, text="le cluster ?")[0].get(INTENT)["name"] == "hors_sujet"
    named = [{"entity": "cluster", "value": "tweed"}]
    assert heard(unsure, entities=named)[0].get(INTENT)["name"] == "hors_sujet"


def test_of_what_was_found_only_the_language_stays():
    found = [{"entity": "metier", "value": "x"}, {"entity": "langue", "value": "nl"}]
    (whole,) = heard({"danger": 0.9}, entities=found)
    assert [entity["entity"] for entity in whole.get(ENTITIES)] == ["langue"]


def test_without_a_need_all_parts_go_on():
    assert len(heard(SURE, SURE, SURE)) == 3
