"""Where conversations are kept: SQLite in a file by default, PostgreSQL by `DATABASE_URL`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url

from actions.cluster_catalogue.engine import ROOT

DEFAULT_FILE = ROOT / "var" / "conversations.db"
SECRET_FILE = DEFAULT_FILE.with_name("secret")
WAIT_SECONDS = 5
CONNECT_SECONDS = 3


def conversations_url(environment: Mapping[str, str] | None = None) -> str:
    """`CONVERSATIONS_URL`, else `DATABASE_URL`, else the SQLite file of this project."""
    environment = os.environ if environment is None else environment
    return (
        environment.get("CONVERSATIONS_URL")
        or environment.get("DATABASE_URL")
        or f"sqlite:///{DEFAULT_FILE}"
    )


def build_engine(url: str) -> Engine:
    """An engine for the conversations; what visitors said never shows in its errors."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_SECONDS},
            future=True,
        )
    if parsed.database:
        Path(parsed.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS}, future=True
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
