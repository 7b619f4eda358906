"""The network fails in every way it can: no message is lost, none is sent twice."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow
SEND = "**/conversation/messages"


def problem(status: int, **headers: str) -> dict:
    body = {"type": "urn:x", "title": "non", "detail": "Parce que."}
    return {"status": status, "body": json.dumps(body), "headers": headers}


def answers_in_turn(chat, *answers):
    """Each request is answered by the next of `answers`; None lets it through. Returns the keys."""
    left, keys = list(answers), []

    def handle(route):
        keys.append(route.request.headers["idempotency-key"])
        answer = left.pop(0) if left else None
        if answer == "drop":
            route.fetch()  # the server has it, the answer is lost on the way
            route.abort()
        elif answer is None:
            route.continue_()
        else:
            route.fulfill(**answer)

    chat.page.route(SEND, handle)
    return keys


def test_an_answer_that_is_lost_is_fetched_and_nothing_is_said_twice(chat):
    chat.open()
    keys = answers_in_turn(chat, "drop")
    chat.ask("C’est quoi un cluster ?")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    chat.page.reload()
    expect(chat.items).to_have_count(3)


@pytest.mark.parametrize("status", [429, 503, 504, 500])
def test_a_server_that_has_no_time_is_asked_again(chat, status):
    chat.open()
    keys = answers_in_turn(chat, problem(status, **{"Retry-After": "1"}))
    chat.say("C’est quoi un cluster ?")
    expect(chat.panel.get_by_text("Pas encore envoyé. Nouvel essai dans")).to_be_visible()
    expect(chat.items).to_have_count(3)
    assert len(set(keys)) == 1


def test_the_visitor_can_try_again_without_waiting(chat):
    chat.open()
    answers_in_turn(chat, problem(429, **{"Retry-After": "60"}))
    chat.say("C’est quoi un cluster ?")
    expect(chat.panel.get_by_text("Nouvel essai dans 60")).to_be_visible()
    chat.panel.get_by_role("button", name="Réessayer").click()
    expect(chat.items).to_have_count(3)


def test_nobody_waits_for_hours(chat):
    chat.open()
    keys = answers_in_turn(chat, problem(429, **{"Retry-After": "40000"}))
    chat.say("C’est quoi un cluster ?")
    expect(chat.panel.get_by_text("trop de messages aujourd’hui")).to_be_visible()
    assert not chat.panel.get_by_text("Nouvel essai dans").is_visible()
    chat.panel.get_by_role("button", name="Réessayer").click()
    expect(chat.items).to_have_count(3)
    assert len(set(keys)) == 1


def test_offline_the_message_waits_and_survives_a_reload(chat, context):
    chat.open()
    context.set_offline(True)
    chat.say("C’est quoi un cluster ?")
    expect(chat.panel.get_by_text("Vous êtes hors ligne")).to_be_visible()
    chat.shoot("hors_ligne")
    assert not chat.violations()
    assert "C’est quoi" in chat.page.evaluate("Object.values(localStorage)[0]")
    context.set_offline(False)
    chat.page.reload()
    expect(chat.items).to_have_count(3)
    assert "C’est quoi" not in chat.page.evaluate("Object.values(localStorage)[0]")


def test_what_is_refused_comes_back_to_the_field(chat):
    chat.open()
    answers_in_turn(chat, problem(422))
    chat.say("une question refusée")
    expect(chat.panel.get_by_text("Parce que.")).to_be_visible()
    expect(chat.input).to_have_value("une question refusée")
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    chat.shoot("refus")
    assert not chat.violations()


def test_a_conversation_that_ended_gives_way_to_a_new_one(chat):
    chat.open()
    chat.ask("C’est quoi un cluster ?")
    answers_in_turn(chat, problem(401))
    chat.page.route("**/api/v1/conversation", lambda route: route.fulfill(**problem(401)))
    chat.say("la liste des clusters")
    expect(chat.items.last).to_contain_text("PLASTIWIN")
    expect(chat.items).to_have_count(3)


def test_an_empty_answer_becomes_an_apology_with_the_link(chat):
    chat.open()
    turn = {"turn": "t", "time": "2026-11-24T00:00:00Z", "said": "a", "useful": None, "bubbles": []}

    def handle(route):
        key = route.request.headers["idempotency-key"]
        route.fulfill(body=json.dumps({**turn, "key": key}), content_type="application/json")

    chat.page.route(SEND, handle)
    answer = chat.ask("bonjour")
    expect(answer).to_contain_text("Je n’ai pas pu répondre")
    expect(answer.get_by_role("link", name="Ouvrir le site")).to_be_visible()


def test_a_server_that_is_away_leaves_the_link_and_a_way_to_try_again(chat):
    chat.page.route("**/api/v1/conversations", lambda route: route.abort())
    chat.launcher.click()
    expect(chat.panel.get_by_text("L’assistant ne répond pas.")).to_be_visible()
    expect(chat.panel.get_by_role("link", name="Le portail des clusters")).to_be_visible()
    chat.shoot("serveur_absent")
    assert not chat.violations()
    chat.page.unroute("**/api/v1/conversations")
    chat.panel.get_by_role("button", name="Réessayer").click()
    expect(chat.items).to_have_count(1)


def test_a_slow_answer_shows_that_someone_writes(chat):
    chat.open()
    chat.page.route(SEND, lambda route: (chat.page.wait_for_timeout(1500), route.continue_()))
    chat.say("C’est quoi un cluster ?")
    expect(chat.panel.locator(".typing")).to_be_visible()
    chat.shoot("attente")
    expect(chat.items).to_have_count(3)
    expect(chat.panel.locator(".typing")).to_be_hidden()
