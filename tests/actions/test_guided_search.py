"""The guided search "Un cluster pour vous ?", step by step, on a real catalogue."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_parts import AnswerParts
from actions.can_join import CanJoin
from actions.company import FORM, Company
from actions.find_clusters import FindClusters
from actions.guided_search import (
    PATIENCE,
    Advise,
    AskProject,
    AskSeat,
    AskTrade,
    KeepPrivate,
    OfferTrades,
    Stop,
    ValidateGuidedSearch,
)

PLASTICS = {"entity": "metier", "value": "plastique", "clusters": ["plastiwin"], "poles": []}
BREAD = {"entity": "metier", "value": "pain", "clusters": [], "poles": ["wagralim"]}
STARTED = {"event": "active_loop", "name": FORM}


def user(*entities: dict[str, Any]) -> dict[str, Any]:
    return {"event": "user", "parse_data": {"entities": list(entities)}}


def bot(response: str) -> dict[str, Any]:
    return {"event": "bot", "metadata": {"utter_action": response}}


def tracker(*events, entities=(), loop=None, **slots) -> Tracker:
    message = {"entities": list(entities), "intent": {}, "text": "…"}
    return Tracker("s", slots, message, list(events), False, None, {"name": loop}, None)


def run(action, where: Tracker) -> tuple[list[str], list[dict[str, Any]], list[dict[str, Any]]]:
    """The responses uttered, the messages in full, the events."""
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, where, {}) or []
    return [m["response"] for m in dispatcher.messages], dispatcher.messages, events


def names(events) -> list[str]:
    return [f"{event['event']}:{event.get('name')}" for event in events]


@pytest.mark.parametrize(
    ("entities", "seat", "needs"),
    [
        ([], None, ["metier", "siege"]),
        ([PLASTICS], None, ["metier", "siege"]),
        ([PLASTICS], "wallonie", ["metier", "siege"]),
        ([PLASTICS], "inconnu", ["metier", "siege"]),
        ([PLASTICS], "etranger", ["metier", "siege", "projet"]),
        ([PLASTICS], "belgique", ["metier", "siege", "projet"]),
        ([BREAD], None, ["metier"]),
    ],
)
def test_no_more_is_asked_than_changes_the_advice(entities, seat, needs):
    where = tracker(user(*entities), entities=entities, siege=seat)
    assert Company.of(where).needs() == needs
    slots = ValidateGuidedSearch().required_slots([], CollectingDispatcher(), where, {})
    assert asyncio.run(slots) == needs


def test_the_trade_told_last_replaces_those_before():
    assert Company.of(tracker(user(BREAD), user(PLASTICS), user())).clusters == ("plastiwin",)
    assert Company.of(tracker(user(PLASTICS), user(BREAD), entities=[BREAD])).clusters == ()


def test_an_example_chosen_by_its_button_names_its_cluster():
    pressed = [{"entity": "metier", "value": "x"}, {"entity": "cluster", "value": "twist"}]
    assert Company.of(tracker(entities=pressed)).clusters == ("twist",)
    assert Company.of(tracker(user(*pressed), user())).clusters == ("twist",)


def test_a_cluster_that_is_set_aside_is_not_advised():
    spared = {"entity": "sauf", "value": "twist"}
    both = {**PLASTICS, "clusters": ["twist", "plastiwin"]}
    assert Company.of(tracker(user(both), entities=[spared])).clusters == ("plastiwin",)


def test_a_seat_that_is_only_told_is_noted_and_the_search_goes_on(catalogue):
    seat = {"entity": "siege", "value": "wallonie"}
    said, _, events = run(CanJoin(catalogue), tracker(loop=FORM, entities=[seat]))
    assert said == []
    assert [(event["name"], event["value"]) for event in events] == [("siege", "wallonie")]


def test_a_seat_in_wallonia_makes_the_project_from_elsewhere_void():
    where = tracker(siege="wallonie", projet="oui")
    where.slots_to_validate = lambda: {"siege": "wallonie"}
    events = ValidateGuidedSearch().get_validation_events(CollectingDispatcher(), where, {})
    told = {event["name"]: event["value"] for event in asyncio.run(events)}
    assert told == {"siege": "wallonie", "projet": None}


def test_who_would_rather_not_say_is_asked_no_more():
    said, _, events = run(KeepPrivate(), tracker(loop=FORM, requested_slot="metier"))
    assert said == ["utter_discret"]
    assert names(events) == ["active_loop:None", "slot:requested_slot"]


QUESTIONS = [
    {"entity": "question", "value": topic, "entities": []}
    for topic in ("definition", "avantages", "adhesion")
]
TITLES = {
    "responses": {
        "utter_titres": [{"buttons": [{"title": "Comment adhérer", "payload": "/adhesion"}]}],
        "utter_remercier_nl": [{"text": "Graag gedaan!"}],
    }
}


def answered(*entities) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    AnswerParts().run(dispatcher, tracker(entities=entities), TITLES)
    return dispatcher.messages


def test_of_three_questions_the_third_is_named(catalogue):
    messages = answered(*QUESTIONS)
    assert [m["response"] for m in messages] == [
        "utter_definition",
        "utter_avantages",
        "utter_question_de_reste",
    ]
    assert [b["title"] for b in messages[2]["buttons"]] == ["Comment adhérer"]


def test_a_courtesy_is_answered_in_its_language_and_nothing_else_is_said(catalogue):
    dutch = {"entity": "langue", "value": "nl"}
    thanks = {"entity": "question", "value": "remercier", "entities": []}
    assert [m["response"] for m in answered(dutch, thanks)] == ["utter_remercier_nl"]
    assert [m["response"] for m in answered(dutch, QUESTIONS[0])] == [
        "utter_langue_nl",
        "utter_definition",
    ]


def test_who_can_join_leads_to_the_search_unless_a_cluster_is_spoken_of(catalogue):
    said, _, events = run(CanJoin(catalogue), tracker())
    assert said == ["utter_cluster_pour_moi"]
    assert names(events) == [f"followup:{FORM}"]
    tweed = [{"entity": "cluster", "value": "tweed"}]
    said, messages, events = run(CanJoin(catalogue), tracker(entities=tweed))
    assert said == ["utter_cluster_pour_moi_nomme"]
    assert messages[0]["nom"] == "TWEED"
    assert events == []
    assert run(CanJoin(catalogue), tracker(loop=FORM))[2] == []


def test_a_search_without_a_trade_begins_by_asking(catalogue):
    said, _, events = run(FindClusters(catalogue), tracker())
    assert said == []
    assert names(events) == [f"followup:{FORM}"]


def test_a_trade_is_answered_at_once_and_with_the_seat_if_known(catalogue):
    assert run(FindClusters(catalogue), tracker(entities=[PLASTICS]))[0] == [
        "utter_un_cluster_convient"
    ]
    where = tracker(entities=[PLASTICS], siege="wallonie")
    assert run(FindClusters(catalogue), where)[0] == ["utter_conclusion"]


def test_a_trade_told_beside_another_question_is_kept_for_the_search(catalogue):
    _, _, events = run(FindClusters(catalogue), tracker(entities=[PLASTICS], loop=FORM))
    assert names(events) == ["slot:metier"]
    told = [STARTED, user(PLASTICS), bot("utter_un_cluster_convient"), *events]
    assert run(AskSeat(catalogue), tracker(*told))[0] == ["utter_quel_siege"]


def test_the_trade_is_asked_for_but_nobody_is_badgered():
    assert run(AskTrade(), tracker(STARTED))[0] == ["utter_quel_metier"]
    asked = [STARTED, *[user(), bot("utter_quel_metier")] * PATIENCE, user()]
    said, _, events = run(AskTrade(), tracker(*asked))
    assert said == []
    assert names(events) == ["active_loop:None", "slot:requested_slot"]
    assert run(AskTrade(), tracker(*asked, STARTED))[0] == ["utter_quel_metier"]


def test_examples_to_choose_from_are_not_followed_by_the_question_again():
    assert run(AskTrade(), tracker(STARTED, user(), bot("utter_exemples_metiers")))[0] == []


def test_the_cluster_is_named_as_soon_as_the_trade_is_known(catalogue):
    told = [STARTED, user(PLASTICS), {"event": "slot", "name": "metier"}]
    said, messages, _ = run(AskSeat(catalogue), tracker(*told))
    assert said == ["utter_piste", "utter_quel_siege"]
    assert messages[0]["clusters"] == ["plastiwin"]
    assert run(AskProject(catalogue), tracker(*told))[0] == ["utter_piste", "utter_quel_projet"]
    once = [*told, bot("utter_piste"), bot("utter_quel_siege"), user()]
    assert run(AskSeat(catalogue), tracker(*once))[0] == ["utter_quel_siege"]
    said, _, events = run(AskSeat(catalogue), tracker(*once, bot("utter_quel_siege"), user()))
    assert said == []
    assert names(events) == ["active_loop:None", "slot:requested_slot"]


def test_it_closes_with_the_clusters_or_honestly_with_none(catalogue):
    where = tracker(user(PLASTICS), siege="etranger", projet="oui")
    said, messages, _ = run(Advise(catalogue), where)
    assert said == ["utter_conclusion"]
    assert messages[0]["clusters"] == ["plastiwin"]
    assert messages[0]["lien"] == "http://clusters.wallonie.be"
    assert run(Advise(catalogue), tracker(user(BREAD)))[0] == ["utter_aucun_cluster_un_pole"]


def test_a_search_that_was_left_is_not_concluded(catalogue):
    assert run(Advise(catalogue), tracker(user()))[0] == []
    assert run(Advise(catalogue), tracker(user(PLASTICS)))[0] == []
    assert run(Advise(catalogue), tracker(user(PLASTICS), siege="etranger"))[0] == []


def test_not_knowing_brings_examples_where_the_trade_was_asked_for():
    assert run(OfferTrades(), tracker(requested_slot="metier"))[0] == ["utter_exemples_metiers"]
    assert run(OfferTrades(), tracker())[0] == ["utter_ne_sait_pas"]


def test_stopping_ends_the_search():
    said, _, events = run(Stop(), tracker())
    assert said == ["utter_arreter"]
    assert names(events) == ["active_loop:None", "slot:requested_slot"]


def question(intent: str, *entities: dict[str, Any]) -> dict[str, Any]:
    return {"entity": "question", "value": intent, "entities": list(entities)}


@pytest.fixture
def parts(catalogue) -> AnswerParts:
    return AnswerParts(catalogue)


def test_two_questions_are_answered_in_order(parts):
    asked = [question("definition"), question("cluster_par_secteur", PLASTICS)]
    said, messages, events = run(parts, tracker(entities=asked))
    assert said == ["utter_definition", "utter_un_cluster_convient"]
    assert messages[1]["clusters"] == ["plastiwin"]
    assert events == []


def test_a_part_sees_its_own_entities_only(parts):
    tweed, twist = ({"entity": "cluster", "value": slug} for slug in ("tweed", "twist"))
    asked = [question("detail_cluster", tweed), question("info_absente", twist)]
    _, messages, _ = run(parts, tracker(entities=[*asked, tweed, twist]))
    assert [m["nom"] for m in messages if "nom" in m] == ["TWEED", "TWIST"]


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "utter_langue_en"), ("nl", "utter_langue_nl"), ("de", "utter_langue_de")],
)
def test_another_language_gets_its_line_first(parts, language, line):
    asked = [{"entity": "langue", "value": language}, question("adhesion")]
    assert run(parts, tracker(entities=asked))[0] == [line, "utter_adhesion"]


def test_the_search_begins_after_both_answers(parts):
    asked = [question("avantages"), question("cluster_pour_moi")]
    said, _, events = run(parts, tracker(entities=asked))
    assert said == ["utter_avantages", "utter_cluster_pour_moi"]
    assert names(events) == [f"followup:{FORM}"]
