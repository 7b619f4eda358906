"""Where the catalogue lives: SQLite in a file by default, PostgreSQL by `DATABASE_URL`."""

from __future__ import annotations

import functools
import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool, StaticPool

from settings import make_own_folder

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 1.0  # a visitor waits no longer than this for a database that is locked


def build_engine(url: str, *, create: bool = False) -> Engine:
    """An engine for `url`; it connects at first use, not now.

    Args:
        url: an SQLAlchemy address; `sqlite://` is a database in memory, shared by all its users.
        create: make the SQLite file when it is missing. Without it a missing file is an error
            at first use rather than a new, empty database. A missing folder is one in any case,
            but for the project's own.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        from actions.cluster_catalogue.server_patience import limit_waits  # and psycopg2

        limit_waits()
        return create_engine(
            url,
            pool_pre_ping=True,
            future=True,
        )
    if not parsed.database or parsed.database == ":memory:":
        engine = create_engine(
            url,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            future=True,
        )
        return _with_whole_transactions(engine)
    path = Path(parsed.database).absolute()
    if create:
        make_own_folder(path, instead="DATABASE_URL")
    address = f"{path.as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)

    # A connection a use: a file that was replaced or restored is seen at the next turn.
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, future=True)
    return _with_whole_transactions(engine)


@functools.lru_cache(maxsize=8)
def shared_engine(url: str) -> Engine:
    """The one engine of this process for `url`, so that its users share their connections."""
    return build_engine(url)


def _with_whole_transactions(engine: Engine) -> Engine:
    """Make table changes part of the transaction, which Python's sqlite3 does not by itself.

    See "Serializable isolation / Savepoints / Transactional DDL" in SQLAlchemy's page on SQLite.
    """

    @event.listens_for(engine, "connect")
    def _no_implicit_begin(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
