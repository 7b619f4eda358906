"""Where Rasa’s events are kept: brief to read, written with the turn, alike for all processes."""

import asyncio
import datetime as dt

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from sqlalchemy import event, select

from channels.web.conversations import Conversations, KeptTurn
from channels.web.database import build_engine
from channels.web.open_turn import open_turn
from channels.web.tracker_store import EVENTS, ConversationTrackerStore

NOON = dt.datetime(2026, 11, 25, 12)
DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [definition]
slots:
  secteur: {type: text, mappings: [{type: custom}]}
"""
)


@pytest.fixture
def engine(tmp_path):
    return build_engine(f"sqlite:///{tmp_path}/conversations.db")


@pytest.fixture
def store(engine):
    return ConversationTrackerStore(domain=DOMAIN, engine=engine)


def a_turn(number: int) -> list:
    return [
        UserUttered(f"question {number}", {"name": "definition", "confidence": 1.0}),
        SlotSet("secteur", f"métier {number}"),
        BotUttered(f"réponse {number}"),
        ActionExecuted("action_listen"),
    ]


class Talk:
    """A conversation through one process: its store, and what the door does around it."""

    def __init__(self, engine, store) -> None:
        self._conversations = Conversations(engine)
        self._store = store

    def open(self, session: str) -> None:
        first = KeptTurn(f"{session}-first", NOON, None, [])
        with open_turn(session, None) as turn:
            start = [ActionExecuted("action_session_start"), SessionStarted()]
            asyncio.run(self._take(session, [*start, ActionExecuted("action_listen")]))
            self._conversations.open(session, first, turn.events)
            turn.written(first.time)

    def say(self, session: str, number: int, *, fails: bool = False, tells: bool = True) -> bool:
        version = self._conversations.standing(session, "").version
        with open_turn(session, version) as turn:
            events = [e for e in a_turn(number) if tells or not isinstance(e, SlotSet)]
            asyncio.run(self._take(session, events))
            if fails:
                return False
            kept = KeptTurn(
                f"{session}{number}", version + dt.timedelta(seconds=1), "dites", [], f"{number}"
            )
            if not self._conversations.add(session, version, kept, turn.events):
                return False
            turn.written(kept.time)
        return True

    def said(self, session: str) -> list[str]:
        tracker = asyncio.run(self._store.retrieve(session))
        return [event.text for event in tracker.events if isinstance(event, UserUttered)]

    def seen_by_the_next_turn(self, session: str) -> list[str]:
        version = self._conversations.standing(session, "").version
        with open_turn(session, version):
            return self.said(session)

    def slot(self, session: str) -> str:
        return asyncio.run(self._store.retrieve(session)).get_slot("secteur")

    async def _take(self, session: str, events: list) -> None:
        tracker = await self._store.get_or_create_tracker(session, append_action_listen=False)
        tracker.update_with_events(events, DOMAIN)
        await self._store.save(tracker)


@pytest.fixture
def talk(engine, store) -> Talk:
    talk = Talk(engine, store)
    talk.open("a")
    return talk


def kept_rows(engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(EVENTS.c.type_name).order_by(EVENTS.c.id)).scalars())


def test_events_are_written_with_their_turn_and_once(engine, talk):
    for number in range(3):
        assert talk.say("a", number)
    assert (
        kept_rows(engine)
        == ["action", "session_started", "action"]
        + [
            "user",
            "slot",
            "bot",
            "action",
        ]
        * 3
    )
    assert talk.said("a") == ["question 0", "question 1", "question 2"]


def test_a_turn_that_fails_leaves_nothing_behind(engine, talk):
    talk.say("a", 0)
    before = kept_rows(engine)
    talk.say("a", 1, fails=True)
    assert kept_rows(engine) == before
    assert talk.say("a", 2)
    assert talk.said("a") == ["question 0", "question 2"]
    assert talk.slot("a") == "métier 2"


def test_two_processes_take_turns_in_one_conversation(engine, talk):
    other = Talk(engine, ConversationTrackerStore(domain=DOMAIN, engine=engine))
    for number in range(6):
        assert (talk, other)[number % 2].say("a", number)
    assert talk.said("a") == other.said("a") == [f"question {number}" for number in range(6)]
    with engine.connect() as connection:
        assert connection.execute(select(EVENTS.c.sender_id).distinct()).all() == [("a",)]


def test_what_is_at_hand_is_read_again_when_another_process_has_answered(engine, talk):
    other = Talk(engine, ConversationTrackerStore(domain=DOMAIN, engine=engine))
    talk.say("a", 0)
    other.say("a", 1)
    assert talk.seen_by_the_next_turn("a") == ["question 0", "question 1"]


def test_a_long_talk_is_read_in_part_and_its_state_whole(engine, talk):
    for number in range(100):
        talk.say("a", number)
    fresh = Talk(engine, ConversationTrackerStore(domain=DOMAIN, engine=engine))
    assert fresh.said("a") == [f"question {number}" for number in range(80, 100)]
    assert fresh.slot("a") == "métier 99"


def test_what_was_told_long_ago_is_still_known(engine, talk):
    talk.say("a", 0)
    for number in range(1, 150):
        talk.say("a", number, tells=False)
    fresh = Talk(engine, ConversationTrackerStore(domain=DOMAIN, engine=engine))
    assert fresh.slot("a") == "métier 0"


def test_the_next_turn_reads_nothing_that_is_at_hand(engine, talk):
    talk.say("a", 0)
    asked = []
    event.listen(
        engine, "before_cursor_execute", lambda *given: asked.append(given[2]), retval=False
    )
    talk.say("a", 1)
    assert not [statement for statement in asked if "FROM events" in statement]
    assert len(asked) == 4  # where it stands; its new version, the turn, Rasa's events


def test_without_a_door_it_is_a_store_like_another(engine, store):
    async def talk():
        tracker = await store.get_or_create_tracker("b")
        tracker.update_with_events(a_turn(0), DOMAIN)
        await store.save(tracker)
        await store.save(tracker)
        tracker = await store.get_or_create_tracker("b")
        tracker.update_with_events(a_turn(1), DOMAIN)
        await store.save(tracker)

    asyncio.run(talk())
    assert kept_rows(engine).count("user") == 2
    whole = asyncio.run(store.retrieve("b"))
    assert whole.latest_message.text == "question 1"
