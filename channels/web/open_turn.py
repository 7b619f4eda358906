"""A turn under way: what it has read, and what is written with its answer in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_under_way: ContextVar[OpenTurn | None] = ContextVar("turn", default=None)


class OpenTurn:
    """What the tracker store and the door tell each other about one turn.

    Rasa saves its events before the door has the answer. Were both written by themselves, a
    process killed in between would answer the same message twice.

    Args:
        session: the conversation.
        version: the time of its last turn, by which another process's turn is noticed; None
            for a conversation that begins.

    Attributes:
        events: rows of Rasa's table, to be inserted.
        tracker: as the turn has read or changed it.
    """

    def __init__(self, session: str, version: dt.datetime | None) -> None:
        self.session = session
        self.version = version
        self.events: list[dict[str, Any]] = []
        self.tracker: Any = None
        self._written: list[Callable[[dt.datetime], None]] = []

    def when_written(self, call: Callable[[dt.datetime], None]) -> None:
        """Calls `call` with the new version once all of the turn is in the database."""
        self._written = [call]

    def written(self, version: dt.datetime) -> None:
        """All of the turn is in the database."""
        for call in self._written:
            call(version)


@contextmanager
def open_turn(session: str, version: dt.datetime | None) -> Iterator[OpenTurn]:
    """The turn that code called from here, in this task, takes part in."""
    turn = OpenTurn(session, version)
    token = _under_way.set(turn)
    try:
        yield turn
    finally:
        _under_way.reset(token)


def turn_of(session: str) -> OpenTurn | None:
    """The turn of this conversation that is under way in this task."""
    turn = _under_way.get()
    return turn if turn is not None and turn.session == session else None
