"""What is kept of a conversation, read a page at a time."""

import datetime as dt

import pytest

from channels.web.conversations import Conversations, KeptTurn, UnknownTurnError
from channels.web.database import build_engine
from channels.web.messages import MOST, Asked, read_query
from channels.web.problems import Problem

NOON = dt.datetime(2026, 11, 24, 12)
TURNS = 12


def turn(session: str, number: int) -> KeptTurn:
    button = {"title": f"Titre {number}", "payload": f'/x{{"mot": "é{number}%"}}'}
    return KeptTurn(
        f"{session}{number}",
        NOON + dt.timedelta(seconds=number),
        f"dit {number}",
        [{"text": "réponse", "buttons": [button]}],
        f"cle-{number}",
        "empreinte",
    )


@pytest.fixture
def conversations(tmp_path):
    kept = Conversations(build_engine(f"sqlite:///{tmp_path}/conversations.db"))
    for session in ("a", "b"):
        kept.open(session, turn(session, 0), [])
        for number in range(1, TURNS):
            before = turn(session, number - 1).time
            assert kept.add(session, before, turn(session, number), [])
    return kept


def numbers(page) -> list[int]:
    return [int(kept.turn[1:]) for kept in page.turns]


@pytest.mark.parametrize(
    ("asked", "expected", "more"),
    [
        ({}, range(12), False),
        ({"most": 12}, range(12), False),
        ({"most": 5}, range(7, 12), True),
        ({"most": 5, "before": "a7"}, range(2, 7), True),
        ({"most": 5, "before": "a2"}, range(2), False),
        ({"most": 5, "before": "a0"}, [], False),
        ({"most": 5, "since": "a9"}, range(10, 12), False),
        ({"most": 5, "since": "a2"}, range(3, 8), True),
        ({"most": 5, "since": "a11"}, [], False),
    ],
)
def test_a_page_is_the_oldest_first_and_says_whether_there_are_more(
    conversations, asked, expected, more
):
    page = conversations.history("a", **asked)
    assert numbers(page) == list(expected)
    assert page.more is more


def test_a_turn_of_another_conversation_is_no_place_to_read_from(conversations):
    for asked in ({"before": "b3"}, {"since": "b3"}, {"since": "nulle part"}):
        with pytest.raises(UnknownTurnError):
            conversations.history("a", 5, **asked)


def test_a_button_is_found_by_its_very_payload(conversations):
    assert conversations.offered("a", '/x{"mot": "é3%"}') == "Titre 3"
    for payload in ('/X{"mot": "é3%"}', '/x{"mot": "é3_"}', '/x{"mot": "é3', "%", "", '"'):
        assert conversations.offered("a", payload) is None
    assert conversations.offered("nobody", '/x{"mot": "é3%"}') is None


@pytest.mark.parametrize(
    "parameters",
    [
        [("last", "0")],
        [("last", str(MOST + 1))],
        [("last", "x")],
        [("last", "5"), ("last", "5")],
        [("before", "a"), ("since", "b")],
        [("autre", "1")],
    ],
)
def test_a_query_that_is_none_is_refused(parameters):
    with pytest.raises(Problem) as refused:
        read_query(Asked, parameters)
    assert refused.value.status == 400


def test_without_a_query_the_last_turns_are_asked_for():
    asked = read_query(Asked, [])
    assert (asked.last, asked.before, asked.since) == (MOST, None, None)
