"""Where conversations are kept: SQLite in a file by default, PostgreSQL by `DATABASE_URL`."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from settings import VAR, make_own_folder

SECRET_FILE = VAR / "secret"
# What a connection that was opened while the disk was read-only says for as long as it lives.
STUCK = ("attempt to write a readonly database", "disk I/O error")
WAIT_SECONDS = 0.5  # nobody else is served meanwhile; who is told to come back does so
# What a server ends by itself is dearer to it than a connection that we have to give up.
WAITS = "-c statement_timeout=3000 -c lock_timeout=500"

UNWRITABLE = ("full", "read-only")  # causes for which one can still read

Result = TypeVar("Result")


@functools.lru_cache(maxsize=8)
def shared_engine(url: str) -> Engine:
    """The one engine of this process for `url`, so that its users share their connections."""
    return build_engine(url)


def again_when_cut_off(work: Callable[..., Result]) -> Callable[..., Result]:
    """Does `work` once more when the connection turns out to be dead.

    A database that was restarted leaves dead connections in the pool; the first failure clears
    them all. Asking each connection first whether it lives would cost every turn a round trip.
    """

    @functools.wraps(work)
    def twice(*args: Any, **kwargs: Any) -> Result:
        try:
            return work(*args, **kwargs)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            return work(*args, **kwargs)

    return twice


def cause_of(error: DBAPIError) -> str:
    """What keeps a database from answering: "full", "locked", "read-only" or "gone"."""
    told = str(error.orig).lower()
    code = getattr(error.orig, "pgcode", None)
    if code == "53100" or "is full" in told or "no space left" in told:
        return "full"
    if code in ("55P03", "57014") or "locked" in told or "busy" in told:
        return "locked"
    if code == "25006" or "readonly" in told or "read-only" in told:
        return "read-only"
    return "gone"


def build_engine(url: str) -> Engine:
    """An engine for the conversations; what visitors said never shows in its errors."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        from actions.cluster_catalogue.server_patience import limit_waits  # and psycopg2

        limit_waits()
        return create_engine(
            url, hide_parameters=True, connect_args={"options": WAITS}, future=True
        )
    if parsed.database:
        make_own_folder(Path(parsed.database).absolute(), instead="CONVERSATIONS_URL")
    engine = create_engine(
        url,
        hide_parameters=True,
        # Connections stay open: to close the last one makes SQLite copy its journal at each turn.
        poolclass=QueuePool,
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
        future=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "handle_error", _cut_off_when_stuck)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _cut_off_when_stuck(context: ExceptionContext) -> None:
    """Files that could not be written are opened anew, or the outage would outlive its cause."""
    if str(context.original_exception) in STUCK:
        context.is_disconnect = True
