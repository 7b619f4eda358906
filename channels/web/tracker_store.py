"""Rasa's tracker store, in the same database as the rest of a conversation."""

from __future__ import annotations

import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActiveLoop,
    Event,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from channels.lean_rasa.brief_tracker import REMEMBERED_TURNS, BriefTracker, brief
from channels.web.database import shared_engine
from channels.web.open_turn import turn_of
from channels.web.schema import create_tables
from settings import read_settings

# Rasa's own table: `rasa export` and reports read it as they always did.
EVENTS = SQLTrackerStore.SQLEvent.__table__
READ = 12 * REMEMBERED_TURNS  # rows: a turn has six or seven events, one of a form twelve
STATE = (SessionStarted, SlotSet, ActiveLoop, LoopInterrupted)  # what older rows are read for
KEPT = 128  # conversations whose trackers stay in memory


class ConversationTrackerStore(SQLTrackerStore):
    """Keeps the events of conversations; named in `endpoints.yml`.

    Rasa's own class reads and decodes a whole session for each turn, counts its rows to save
    the new ones, and shows what visitors said in its errors. This one reads the last turns, or
    nothing when the tracker of the last turn is still at hand and still the latest, and leaves
    the writing to the open turn, if there is one.

    Args:
        domain: of the model.
        event_broker: handed on to Rasa.
        host: the database's address; that of the settings when it is not given.
        engine: the database, in place of its address.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        engine: Engine | None = None,
        **kwargs: Any,
    ) -> None:
        self.engine = engine or shared_engine(host or read_settings().conversations_address)
        create_tables(self.engine)
        self.sessionmaker = sessionmaker(bind=self.engine, future=True)
        self._kept = _KeptTrackers(KEPT)
        TrackerStore.__init__(self, domain, event_broker, **kwargs)

    def init_tracker(self, sender_id: str) -> BriefTracker:
        """An empty tracker."""
        return BriefTracker(sender_id, self.domain.slots)

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> BriefTracker:
        """A tracker of a conversation that is not there yet; it is written once it is saved."""
        tracker = self.init_tracker(sender_id)
        turn = turn_of(sender_id)
        if turn is not None:
            turn.tracker = tracker
        return tracker

    async def retrieve(self, sender_id: str) -> BriefTracker | None:
        """The conversation's last session, brief; None when there is none."""
        turn = turn_of(sender_id)
        if turn is None:
            return self._read(sender_id)
        if turn.tracker is None:
            turn.tracker = self._kept.take(sender_id, turn.version) or self._read(sender_id)
        return turn.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the events that are not written yet, or gives them to the open turn."""
        await self.stream_events(tracker)
        rows = [_row(tracker.sender_id, event) for event in self._unsaved(tracker)]
        turn = turn_of(tracker.sender_id)
        if turn is not None:
            turn.events = rows
            turn.when_written(lambda version: self._keep(tracker, version))
        elif rows:
            with self.engine.begin() as connection:
                connection.execute(insert(EVENTS), rows)
            _all_saved(tracker)

    def _unsaved(self, tracker: DialogueStateTracker) -> Sequence[Event]:
        if isinstance(tracker, BriefTracker):
            return list(tracker.events)[tracker.saved :]
        with self.session_scope() as session:  # a tracker that Rasa made without asking us
            return list(self._additional_events(session, tracker))

    def _keep(self, tracker: DialogueStateTracker, version: dt.datetime) -> None:
        if not isinstance(tracker, BriefTracker):
            return
        if len(tracker.events) > READ:
            tracker = self._tracker(tracker.sender_id, brief(tracker.events, REMEMBERED_TURNS))
        _all_saved(tracker)
        self._kept.put(tracker, version)

    def _read(self, sender_id: str) -> BriefTracker | None:
        of_sender = select(EVENTS.c.id, EVENTS.c.data).where(EVENTS.c.sender_id == sender_id)
        with self.engine.connect() as connection:
            rows = connection.execute(of_sender.order_by(EVENTS.c.id.desc()).limit(READ)).all()
            if not rows:
                return None
            older = []
            if len(rows) == READ:
                state = EVENTS.c.type_name.in_([kind.type_name for kind in STATE])
                before = of_sender.where(EVENTS.c.id < rows[-1].id, state).order_by(EVENTS.c.id)
                older = connection.execute(before).all()
        events = deserialise_events([json.loads(row.data) for row in (*older, *reversed(rows))])
        return self._tracker(sender_id, brief(_of_last_session(events), REMEMBERED_TURNS))

    def _tracker(self, sender_id: str, events: Iterable[Event]) -> BriefTracker:
        tracker = BriefTracker.from_events(sender_id, list(events), self.domain.slots)
        tracker.saved = len(tracker.events)
        return tracker


class _KeptTrackers:
    """The trackers of the conversations last active here.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[dt.datetime, BriefTracker]] = OrderedDict()

    def take(self, session: str, version: dt.datetime | None) -> BriefTracker | None:
        """The conversation's tracker if it is still the latest; a turn that fails loses it."""
        kept_version, tracker = self._kept.pop(session, (None, None))
        return tracker if tracker is not None and kept_version == version else None

    def put(self, tracker: BriefTracker, version: dt.datetime) -> None:
        """Keeps a tracker as of `version`, in place of the one longest unused."""
        self._kept[tracker.sender_id] = (version, tracker)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _all_saved(tracker: DialogueStateTracker) -> None:
    if isinstance(tracker, BriefTracker):
        tracker.saved = len(tracker.events)


def _of_last_session(events: list[Event]) -> list[Event]:
    starts = [at for at, event in enumerate(events) if isinstance(event, SessionStarted)]
    return events[starts[-1] :] if starts else events


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data, ensure_ascii=False),
    }
