"""The databases: whether they answer, and with tables of which version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from actions.cluster_catalogue.no_answer import no_answer
from doctor.finding import Finding, fault, good
from migrations.schema import Schema, SchemaError

SECONDS = 3
ONLY_READS = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS}s"
ASK_VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


def reading_engine(address: str) -> Engine:
    """An engine that changes nothing: neither the database, nor the files beside it.

    Args:
        address: as the settings have it.
    """
    if make_url(address).get_backend_name() == "sqlite":
        return _reading_file(sqlite_file(address))
    from actions.cluster_catalogue.server_patience import limit_waits  # and psycopg2

    limit_waits()
    return create_engine(
        address,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"options": ONLY_READS},
        future=True,
    )


def is_file(address: str) -> bool:
    """Whether the database is a file of this machine."""
    return make_url(address).get_backend_name() == "sqlite"


def sqlite_file(address: str) -> Path:
    """The file of an address of SQLite."""
    return Path(make_url(address).database or "").absolute()


def tables(address: str, schema: Schema) -> Iterator[Finding]:
    """Whether a database answers with tables that this program can work with.

    Args:
        address: of the database.
        schema: of the tables.
    """
    if is_file(address) and not sqlite_file(address).exists():
        yield good(f"{schema.name} : {sqlite_file(address)} n’existe pas encore")
        return
    engine = reading_engine(address)
    try:
        with engine.connect() as connection:
            version = connection.execute(text(ASK_VERSION[engine.dialect.name])).scalar_one()
            server = (
                f"{'PostgreSQL' if engine.dialect.name == 'postgresql' else 'SQLite'} {version}"
            )
            if schema.is_absent(connection):
                yield good(f"{schema.name} : {server} répond, sans tables encore")
                return
            schema.check(connection)
    except SchemaError as error:
        state, _, remedy = str(error).partition(". ")
        yield fault(state, remedy.rstrip("."))
    except SQLAlchemyError as error:
        remedy = "démarrez-la ; sinon, vérifiez l’adresse et les droits de ce compte"
        yield fault(f"{schema.name} : {no_answer(error)}", remedy)
    else:
        yield good(f"{schema.name} : {server} répond, tables de la version voulue")


def _reading_file(file: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        # SQLite would make the two files of a journal (WAL) where they are missing. Without them
        # all is in the database itself, and nobody writes to it.
        beside = [file.with_name(f"{file.name}-{end}") for end in ("wal", "shm")]
        journal = all(path.exists() for path in beside)
        how = "mode=ro&readonly_shm=1" if journal else "mode=ro&immutable=1"
        return sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, timeout=SECONDS)

    return create_engine(
        "sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True, future=True
    )
