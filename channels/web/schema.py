"""The tables of the conversations: made when there are none, upgraded when that is wished."""

from __future__ import annotations

import functools
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy.engine import Engine

from migrations.engine import build_engine
from migrations.schema import Schema

CONVERSATIONS = Schema("conversations", ("conversations", "turns", "feedback", "events"))


def create_tables(engine: Engine) -> None:
    """Makes the tables of an empty database; several processes may be at it at the same moment."""
    with engine.connect() as connection:
        empty = CONVERSATIONS.is_absent(connection)
    if empty:
        _upgrade(engine)


def prepare(engine: Engine, upgrade: bool) -> None:
    """Before a server begins: tables are made where there are none, older ones are not served.

    Args:
        engine: the database of the conversations.
        upgrade: brings older tables to the newest version first, one process at a time.

    Raises:
        SchemaError: this program cannot work with the tables.
        SQLAlchemyError: the database does not answer.
    """
    create_tables(engine)
    if upgrade:
        _upgrade(engine)
    check_tables(engine)


@functools.lru_cache(maxsize=8)  # keeps no refusal: those are raised
def check_tables(engine: Engine) -> None:
    """Makes sure that this program can work with the tables; it looks until it can.

    Raises:
        SchemaError: it cannot.
        SQLAlchemyError: the database does not answer.
    """
    with engine.connect() as connection:
        CONVERSATIONS.check(connection)


def _upgrade(engine: Engine) -> None:
    from migrations.upgrade import move_to  # and Alembic, which few starts need

    with _patience(engine), build_engine(engine.url, create=True).begin() as connection:
        move_to(connection, CONVERSATIONS)


def _patience(engine: Engine) -> AbstractContextManager[None]:
    """A new index takes longer than a visitor waits for an answer."""
    if engine.dialect.name != "postgresql":
        return nullcontext()
    from actions.cluster_catalogue.server_patience import without_limit  # and psycopg2

    return without_limit()
