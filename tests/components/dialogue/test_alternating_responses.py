import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.dialogue.alternating_responses import AlternatingResponses

DOMAIN = Domain.from_dict(
    {"responses": {"utter_x": [{"text": "un {n}"}, {"text": "deux"}], "utter_y": [{"text": "y"}]}}
)


def said(*times: str, response: str = "utter_x", texts: tuple[str, ...] = ()) -> str | None:
    events = [BotUttered("", {}, {"utter_action": name}) for name in times]
    tracker = DialogueStateTracker.from_events("s", events + [BotUttered(one) for one in texts])
    made = asyncio.run(AlternatingResponses(None, DOMAIN).generate(response, tracker, "web", n=1))
    return made and made["text"]


def test_wordings_take_turns():
    assert said() == "un un"
    assert said("utter_x") == "deux"
    assert said("utter_x", "utter_y") == "deux"
    assert said("utter_x", "utter_x") == "un un"


def test_a_wording_that_was_said_word_for_word_is_passed_over():
    assert said(texts=("un un",)) == "deux"
    assert said(texts=("La page ne le dit pas.\nun un",)) == "deux"
    assert said("utter_x", texts=("deux",)) == "un un"
    assert said(texts=("un un", "deux")) == "un un"


def test_one_wording_stays_and_an_unknown_response_is_none():
    assert said("utter_y", response="utter_y") == "y"
    assert said(response="utter_z") is None


def test_a_wording_is_not_spoilt_by_filling_it():
    nlg = AlternatingResponses(None, DOMAIN)
    tracker = DialogueStateTracker.from_events("s", [])
    for number in (1, 2):
        made = asyncio.run(nlg.generate("utter_x", tracker, "web", n=number))
        assert made == {"text": f"un {['zéro', 'un', 'deux'][number]}"}


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


TOPIC = {"topic": "definition"}
BUTTONS = [{"title": name, "payload": f"/{name}"} for name in ("avantages", "acteurs", "adhesion")]
ANSWERS = Domain.from_dict(
    {
        "intents": ["definition", "avantages", "acteurs", "adhesion", "affirmer"],
        "responses": {
            "utter_definition": [{"text": "a", "metadata": TOPIC, "buttons": BUTTONS}],
            "utter_quel_projet": [
                {"text": "?", "buttons": [{"title": "x", "payload": "/affirmer"}]}
            ],
            "utter_deja_dit": [{"text": "demandez au portail"}],
        },
    }
)


def answer(*events, response="utter_definition"):
    tracker = DialogueStateTracker.from_events("s", list(events))
    return asyncio.run(AlternatingResponses(None, ANSWERS).generate(response, tracker, "web"))


def test_when_all_wordings_of_an_answer_were_said_a_person_is_named():
    again = answer(BotUttered("a", {}, {"utter_action": "utter_definition"}))
    assert again["text"] == "demandez au portail"
    assert again["metadata"] == TOPIC
    fresh = answer(BotUttered("a"), SessionStarted())
    assert fresh["text"] == "a"


def test_buttons_lead_only_where_the_conversation_has_not_been():
    told = BotUttered("b", {}, {"metadata": {"topic": "avantages"}})
    pressed = UserUttered("/acteurs", intent={"name": "acteurs"})
    assert [b["title"] for b in answer(told, pressed)["buttons"]] == ["adhesion"]
    assert [b["title"] for b in answer()["buttons"]] == ["avantages", "acteurs", "adhesion"]


def test_three_buttons_are_shown_of_those_that_there_are():
    more = [{"title": x, "payload": f"/{x}"} for x in ("aide", "bot", "outils", "adhesion")]
    wording = {"text": "a", "metadata": TOPIC, "buttons": more}
    domain = Domain.from_dict({"responses": {"utter_definition": [wording]}})
    tracker = DialogueStateTracker.from_events("s", [])
    made = asyncio.run(AlternatingResponses(None, domain).generate("utter_definition", tracker, ""))
    assert [b["title"] for b in made["buttons"]] == ["aide", "bot", "outils"]


def test_buttons_that_answer_a_question_stay():
    said_yes = UserUttered("/affirmer", intent={"name": "affirmer"})
    assert len(answer(said_yes, response="utter_quel_projet")["buttons"]) == 1
