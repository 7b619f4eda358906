import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.dialogue.alternating_responses import AlternatingResponses

DOMAIN = Domain.from_dict(
    {"responses": {"utter_x": [{"text": "un {n}"}, {"text": "deux"}], "utter_y": [{"text": "y"}]}}
)


def said(*times: str, response: str = "utter_x") -> str | None:
    tracker = DialogueStateTracker.from_events(
        "s", [BotUttered("", {}, {"utter_action": name}) for name in times]
    )
    made = asyncio.run(AlternatingResponses(None, DOMAIN).generate(response, tracker, "web", n=1))
    return made and made["text"]


def test_wordings_take_turns():
    assert said() == "un 1"
    assert said("utter_x") == "deux"
    assert said("utter_x", "utter_y") == "deux"
    assert said("utter_x", "utter_x") == "un 1"


def test_one_wording_stays_and_an_unknown_response_is_none():
    assert said("utter_y", response="utter_y") == "y"
    assert said(response="utter_z") is None


def test_a_wording_is_not_spoilt_by_filling_it():
    nlg = AlternatingResponses(None, DOMAIN)
    tracker = DialogueStateTracker.from_events("s", [])
    for number in (1, 2):
        made = asyncio.run(nlg.generate("utter_x", tracker, "web", n=number))
        assert made == {"text": f"un {number}"}


def test_a_precise_question_is_answered_first_and_only_before_its_topic():
    of_me = [{"text": "x", "metadata": {"topic": "moi"}}]
    domain = Domain.from_dict({"responses": {"utter_x": of_me, "utter_y": [{"text": "y"}]}})
    nlg = AlternatingResponses(None, domain)
    asked = UserUttered("?", entities=[{"entity": "precision", "value": "Oui.", "sujet": "moi"}])

    def text(response: str, *later: UserUttered) -> str:
        tracker = DialogueStateTracker.from_events("s", [asked, *later])
        return asyncio.run(nlg.generate(response, tracker, "web"))["text"]

    assert text("utter_x") == "Oui.\nx"
    assert text("utter_y") == "y"
    assert text("utter_x", UserUttered("x")) == "x"
