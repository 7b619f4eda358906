"""What is kept of a conversation for the visitor: its turns, and what they thought of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from channels.web.database import again_when_cut_off, cause_of
from channels.web.disk_reserve import DiskReserve
from channels.web.schema import check_tables, create_tables

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("session", String(64), primary_key=True),
    Column("time", DateTime, nullable=False, index=True),
)
turns = Table(
    "turns",
    metadata,
    Column("turn", String(64), primary_key=True),
    Column("session", ForeignKey("conversations.session", ondelete="CASCADE"), nullable=False),
    Column("time", DateTime, nullable=False, index=True),
    Column("key", String(64)),
    Column("digest", String(64)),
    Column("said", Text),
    Column("bubbles", Text, nullable=False),
    UniqueConstraint("session", "key"),
    Index("turns_of_session", "session", "time", "turn"),
)
feedback = Table(
    "feedback",
    metadata,
    Column("turn", ForeignKey("turns.turn", ondelete="CASCADE"), primary_key=True),
    Column("session", String(64), nullable=False, index=True),
    Column("time", DateTime, nullable=False, index=True),
    Column("useful", Boolean, nullable=False),
    Column("word", Text),
)
_UPSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# Rasa's own table of events, in the same database.
events = SQLTrackerStore.SQLEvent.__table__


# Built once: a turn needs these two, and Rasa's events, and no more.
_COUNT = (
    select(func.count())
    .where(turns.c.session == bindparam("session_"))
    .scalar_subquery()
    .label("count")
)
_STANDING = (
    select(conversations.c.time.label("version"), _COUNT, turns, feedback.c.useful)
    .select_from(
        conversations.outerjoin(
            turns,
            and_(turns.c.session == conversations.c.session, turns.c.key == bindparam("key_")),
        ).outerjoin(feedback, feedback.c.turn == turns.c.turn)
    )
    .where(conversations.c.session == bindparam("session_"))
)
_TURNS = select(turns, feedback.c.useful).select_from(
    turns.outerjoin(feedback, feedback.c.turn == turns.c.turn)
)
_ADVANCE = (
    update(conversations)
    .where(
        conversations.c.session == bindparam("session_"),
        conversations.c.time == bindparam("version_"),
    )
    .values(time=bindparam("time_"))
)


@dataclass(frozen=True)
class KeptTurn:
    """One turn as it is kept.

    Attributes:
        turn: its id.
        time: when it was answered, UTC.
        said: what the visitor said, or the title of the button; None for the opening.
        bubbles: what the assistant answered, as plain data.
        key: the idempotency key of the message; None for the opening.
        digest: tells whether two messages with one key are the same; None for the opening.
        useful: what the visitor thought of the answer; None when they did not say.
    """

    turn: str
    time: dt.datetime
    said: str | None
    bubbles: Sequence[dict[str, Any]]
    key: str | None = None
    digest: str | None = None
    useful: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """What the client is given."""
        return {
            "turn": self.turn,
            "time": self.time.replace(microsecond=0).isoformat() + "Z",
            "said": self.said,
            "key": self.key,
            "useful": self.useful,
            "bubbles": list(self.bubbles),
        }


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands for a message.

    Attributes:
        version: the time of its last turn.
        turns: how many it has.
        kept: the turn that answered the message, if it was answered.
    """

    version: dt.datetime
    turns: int
    kept: KeptTurn | None


@dataclass(frozen=True)
class Page:
    """Some turns in a row.

    Attributes:
        turns: the oldest first.
        more: whether there are more of them in the direction that was asked.
    """

    turns: list[KeptTurn]
    more: bool


class UnknownTurnError(Exception):
    """The conversation has no such turn."""


class Conversations:
    """Keeps and erases conversations.

    Args:
        engine: the database that also holds Rasa's events.
        reserve: room on its disk with which one can erase when it is full.
    """

    def __init__(self, engine: Engine, reserve: DiskReserve | None = None) -> None:
        self._engine = engine
        self._reserve = reserve
        create_tables(engine)
        if reserve is not None:
            reserve.keep()

    def check(self) -> None:
        """Asks the database for nothing, and once whether its tables are those of this program.

        Raises:
            SchemaError: they are not.
            SQLAlchemyError: it does not answer.
        """
        check_tables(self._engine)
        with self._engine.connect() as connection:
            connection.execute(select(1))

    @again_when_cut_off
    def open(self, session: str, first: KeptTurn, events: Sequence[dict[str, Any]]) -> None:
        """Keeps a new conversation: the assistant's first words, and Rasa's events."""
        with self._engine.begin() as connection:
            connection.execute(insert(conversations).values(session=session, time=first.time))
            _write(connection, session, first, events)

    @again_when_cut_off
    def standing(self, session: str, key: str) -> Standing | None:
        """Where a conversation stands for the message with this key; None when it is not there."""
        with self._engine.connect() as connection:
            row = connection.execute(_STANDING, {"session_": session, "key_": key}).first()
        if row is None:
            return None
        return Standing(row.version, row.count, _kept(row) if row.turn is not None else None)

    def exists(self, session: str) -> bool:
        """Whether the conversation is there, and was not erased."""
        return self.standing(session, "") is not None

    @again_when_cut_off
    def add(
        self,
        session: str,
        version: dt.datetime,
        turn: KeptTurn,
        events: Sequence[dict[str, Any]],
    ) -> bool:
        """Keeps one more turn with Rasa's events: all of it, or nothing.

        Args:
            session: the conversation.
            version: as it stood when the turn began.
            turn: what was answered; its time becomes the version.
            events: rows of Rasa's table.

        Returns:
            Whether it was kept: not when another turn came first, or the talk was erased.
        """
        try:
            with self._engine.begin() as connection:
                values = {"session_": session, "version_": version, "time_": turn.time}
                if connection.execute(_ADVANCE, values).rowcount != 1:
                    return False
                _write(connection, session, turn, events)
        except IntegrityError:  # the same message was answered by another process
            return False
        return True

    @again_when_cut_off
    def history(
        self,
        session: str,
        most: int | None = None,
        before: str | None = None,
        since: str | None = None,
    ) -> Page:
        """The last turns of a conversation.

        Args:
            session: the conversation.
            most: how many turns; all of them when it is not given.
            before: a turn; those that came right before it.
            since: a turn; those that came right after it.

        Raises:
            UnknownTurnError: the conversation does not have that turn.
        """
        # Within a conversation times only grow, see `Door`.
        newest_first = since is None
        query = _TURNS.where(turns.c.session == session)
        with self._engine.connect() as connection:
            if before is not None:
                query = query.where(turns.c.time < _time(connection, session, before))
            if since is not None:
                query = query.where(turns.c.time > _time(connection, session, since))
            order = turns.c.time.desc() if newest_first else turns.c.time
            limit = None if most is None else most + 1
            found = [_kept(row) for row in connection.execute(query.order_by(order).limit(limit))]
        page = found[:most]
        return Page(page[::-1] if newest_first else page, more=len(found) > len(page))

    @again_when_cut_off
    def offered(self, session: str, payload: str) -> str | None:
        """The title of the button with that payload, if the conversation has shown one."""
        written = json.dumps({"payload": payload}, ensure_ascii=False)[1:-1]
        written = written.encode(errors="ignore").decode()  # no lone surrogate was ever kept
        showing = select(turns.c.bubbles).where(
            turns.c.session == session, turns.c.bubbles.contains(written, autoescape=True)
        )
        with self._engine.connect() as connection:
            shown = list(connection.execute(showing.order_by(turns.c.time.desc())).scalars())
        buttons = (
            button
            for bubbles in shown
            for bubble in json.loads(bubbles)
            for button in bubble["buttons"]
        )
        return next((one["title"] for one in buttons if one["payload"] == payload), None)

    @again_when_cut_off
    def rate(
        self, session: str, turn: str, useful: bool, word: str | None, time: dt.datetime
    ) -> bool:
        """Keeps what the visitor thinks of a turn, in place of what they thought before.

        Returns:
            Whether the conversation has that turn.
        """
        with self._engine.begin() as connection:
            known = select(turns.c.turn).where(turns.c.turn == turn, turns.c.session == session)
            if connection.execute(known).first() is None:
                return False
            said = {"time": time, "useful": useful, "word": word}
            insert_or = _UPSERTS[connection.dialect.name](feedback)
            connection.execute(
                insert_or.values(turn=turn, session=session, **said).on_conflict_do_update(
                    index_elements=[feedback.c.turn], set_=said
                )
            )
        return True

    def erase(self, session: str, unless_since: dt.datetime | None = None) -> bool:
        """Deletes all that is kept of the conversation, Rasa's events too; on a full disk too.

        Args:
            session: the conversation.
            unless_since: leaves it alone when its last turn was at that time or later.

        Returns:
            Whether there was a conversation, and is none any more.
        """
        try:
            return self._erase(session, unless_since)
        except OperationalError as error:
            if self._reserve is None or cause_of(error) != "full":
                raise
        self._reserve.give_up()
        return self._erase(session, unless_since)

    @again_when_cut_off
    def _erase(self, session: str, unless_since: dt.datetime | None) -> bool:
        gone = delete(conversations).where(conversations.c.session == session)
        if unless_since is not None:
            gone = gone.where(conversations.c.time < unless_since)
        with self._engine.begin() as connection:
            # First, as a turn does: whoever comes second finds what the other one did.
            if connection.execute(gone).rowcount == 0:
                return False
            for table in (feedback, turns):
                connection.execute(delete(table).where(table.c.session == session))
            connection.execute(delete(events).where(events.c.sender_id == session))
        return True

    def last_heard_before(self, time: dt.datetime, at_most: int) -> list[str]:
        """Up to so many conversations whose last turn was before `time`, the oldest first."""
        old = select(conversations.c.session).where(conversations.c.time < time)
        with self._engine.connect() as connection:
            found = connection.execute(old.order_by(conversations.c.time).limit(at_most))
            return list(found.scalars())

    def erase_strays(self, time: dt.datetime) -> None:
        """Deletes events of no conversation, such as those of `rasa shell`, older than `time`."""
        known = select(conversations.c.session)
        last = func.max(events.c.timestamp)
        strays = select(events.c.sender_id).where(events.c.sender_id.not_in(known))
        old = strays.group_by(events.c.sender_id).having(
            last < time.replace(tzinfo=dt.timezone.utc).timestamp()
        )
        with self._engine.connect() as connection:
            senders = list(connection.execute(old).scalars())
        for sender in senders:
            with self._engine.begin() as connection:
                connection.execute(delete(events).where(events.c.sender_id == sender))

    def empty_journal(self) -> None:
        """Has SQLite empty its journal, in which erased words stand until others cover them.

        As far as nobody reads at this moment; who erases next, or the last to close, does it too.
        """
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        if self._reserve is not None:
            self._reserve.keep()


def now() -> dt.datetime:
    """The time in UTC, without a zone, as the tables keep it."""
    return dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)


def _write(
    connection: Connection, session: str, turn: KeptTurn, rows: Sequence[dict[str, Any]]
) -> None:
    values = {
        "turn": turn.turn,
        "session": session,
        "time": turn.time,
        "key": turn.key,
        "digest": turn.digest,
        "said": turn.said,
        "bubbles": json.dumps(turn.bubbles, ensure_ascii=False),
    }
    connection.execute(insert(turns), values)
    if rows:
        connection.execute(insert(events), rows)


def _time(connection: Connection, session: str, turn: str) -> dt.datetime:
    """When a turn of the conversation was answered."""
    of_turn = select(turns.c.time).where(turns.c.turn == turn, turns.c.session == session)
    time = connection.execute(of_turn).scalar()
    if time is None:
        raise UnknownTurnError(turn)
    return time


def _kept(row: Any) -> KeptTurn:
    return KeptTurn(
        turn=row.turn,
        time=row.time,
        said=row.said,
        bubbles=json.loads(row.bubbles),
        key=row.key,
        digest=row.digest,
        useful=row.useful,
    )
