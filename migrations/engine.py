"""Connections that change tables: a transaction is whole, and waits until it may begin."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from settings import make_own_folder

WAIT_SECONDS = 60.0  # for whoever changes the same SQLite file


def build_engine(address: str | URL, *, create: bool = False) -> Engine:
    """An engine whose transactions are alone with what they write; no timeout ends their work.

    Args:
        address: of SQLite, in a file, or of PostgreSQL.
        create: make the SQLite file when it is missing; without it that is an error.
    """
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool, hide_parameters=True, future=True)
    path = Path(url.database or "").absolute()
    if create:
        make_own_folder(path, "CONVERSATIONS_URL")
    file = f"{path.as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        # Without isolation level Python's sqlite3 leaves BEGIN to us: table changes belong to the
        # transaction then. See "Transactional DDL" in SQLAlchemy's page on SQLite.
        connection = sqlite3.connect(file, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        # A table that is made anew leaves its old pages behind, with what visitors said.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True, future=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
