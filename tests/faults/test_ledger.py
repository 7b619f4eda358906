"""The ledger notices what the fault tests are there to find. Needs no server."""

import copy
import json

import pytest

from tests.faults.ledger import reconcile
from tests.faults.load import Attempt, Message, Talk, refusal_fault

HEADERS = {"Content-Type": "application/problem+json", "Content-Language": "fr"}
PROBLEM = json.dumps({"title": "Occupé", "detail": "Réessayez."}).encode()


def turn(message: Message, name: str) -> dict:
    bubbles = [{"text": "Un cluster est…", "topic": message.topic}]
    return {"turn": name, "key": message.key, "said": message.text, "bubbles": bubbles}


@pytest.fixture
def talk() -> Talk:
    talk = Talk("token", [Message(f"Question {number}", "definition") for number in range(3)])
    for number, message in enumerate(talk.messages):
        message.attempts.append(Attempt(1, 0.0, 0.1, 200))
        message.answers.append(turn(message, f"turn {number}"))
    return talk


@pytest.fixture
def kept(talk) -> list[dict]:
    opening = {"turn": "first", "key": None, "said": None, "bubbles": []}
    return [opening, *(copy.deepcopy(message.answers[0]) for message in talk.messages)]


def account_of(talk, kept):
    attempts = [attempt for message in talk.messages for attempt in message.attempts]
    return reconcile([talk], attempts, lambda _: kept)


def test_all_is_well(talk, kept):
    account = account_of(talk, kept)
    assert (account.accepted, account.lost, account.twice, account.faults) == (3, 0, 0, [])


def test_a_message_that_is_gone(talk, kept):
    del kept[2]
    assert account_of(talk, kept).lost == 1


def test_an_answer_that_is_kept_otherwise_than_it_was_given(talk, kept):
    kept[1]["bubbles"][0]["text"] = "Autre chose"
    assert account_of(talk, kept).lost == 1


def test_a_message_kept_twice_under_one_key(talk, kept):
    kept.append({**kept[1], "turn": "another"})
    assert account_of(talk, kept).twice == 1


def test_a_message_kept_twice_under_two_keys(talk, kept):
    kept.append({**kept[1], "turn": "another", "key": "another key"})
    account = account_of(talk, kept)
    assert account.twice == 1
    assert account.faults


def test_a_message_answered_in_two_ways(talk, kept):
    message = talk.messages[0]
    message.answers.append(turn(message, "another"))
    account = account_of(talk, kept)
    assert (account.lost, account.twice) == (1, 1)


def test_a_message_never_answered(talk, kept):
    silent = Message("Une autre", "definition", attempts=[Attempt(1, 0.0, 0.1, 503)])
    talk.messages.append(silent)
    assert account_of(talk, kept).given_up == 1


def test_an_order_that_changed(talk, kept):
    kept[1], kept[2] = kept[2], kept[1]
    assert "order" in account_of(talk, kept).faults[0]


def test_an_attempt_that_took_too_long(talk, kept):
    talk.messages[0].attempts[0].seconds = 12.5
    assert account_of(talk, kept).faults


def test_answers_that_do_not_fit(talk, kept):
    for message in talk.messages:
        message.topic = "avantages"
    assert account_of(talk, kept).faults


@pytest.mark.parametrize(
    ("status", "headers", "content", "well"),
    [
        (503, {**HEADERS, "Retry-After": "5"}, PROBLEM, True),
        (503, HEADERS, PROBLEM, False),
        (504, HEADERS, PROBLEM, True),
        (401, HEADERS, PROBLEM, True),
        (500, HEADERS, PROBLEM, False),
        (504, {**HEADERS, "Content-Type": "text/html"}, PROBLEM, False),
        (504, {"Content-Type": "application/problem+json"}, PROBLEM, False),
        (504, HEADERS, b"{}", False),
        (504, HEADERS, b"<html>", False),
    ],
)
def test_a_refusal(status, headers, content, well):
    assert (refusal_fault(status, headers, content) == "") is well
