"""Real databases for tests: SQLite in a file, or PostgreSQL, empty or as an older release left it.

`data/` holds dumps of databases that `bin/serve` wrote before tables had versions: three
conversations, with ratings, and one that was erased.
"""

from __future__ import annotations

import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect, select, text
from sqlalchemy.engine import Connection, Engine

from channels.web import database
from migrations.engine import build_engine

DATA = Path(__file__).with_name("data")
VERSIONS = ("alembic_conversations", "alembic_catalogue")


class Place(ABC):
    """A database, by its address."""

    url: str

    @abstractmethod
    def fill(self) -> None:
        """Makes it as the release without versions left it."""

    def engine(self) -> Engine:
        """As servers have it."""
        return database.build_engine(self.url)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """As `bin/upgrade` has it, in a transaction."""
        with build_engine(self.url, create=True).begin() as connection:
            yield connection

    def run(self, statement: str) -> None:
        with self.changing() as connection:
            connection.execute(text(statement))

    def content(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables, but the versions."""
        with self.changing() as connection:
            found = MetaData()
            found.reflect(connection)
            return {
                table.name: sorted(
                    (dict(row) for row in connection.execute(select(table)).mappings()),
                    key=lambda row: [str(row[column.name]) for column in table.primary_key],
                )
                for table in found.sorted_tables
                if table.name not in VERSIONS
            }

    def shape(self) -> dict[str, Any]:
        """The tables with their columns and indexes, without the versions."""
        with self.changing() as connection:
            seen = inspect(connection)
            return {
                table: (
                    [(column["name"], str(column["type"])) for column in seen.get_columns(table)],
                    {index["name"]: index["column_names"] for index in seen.get_indexes(table)},
                )
                for table in seen.get_table_names()
                if table not in VERSIONS
            }

    def differences(self, *tables: MetaData) -> list[Any]:
        """Where the tables are not those of the code."""
        names = {name for one in tables for name in one.tables}
        with self.changing() as connection:
            ours = {"include_object": lambda _, name, kind, *__: kind != "table" or name in names}
            context = MigrationContext.configure(connection, opts=ours)
            return compare_metadata(context, tables)


class SQLitePlace(Place):
    """A database in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.url = f"sqlite:///{file}"

    def fill(self) -> None:
        with closing(sqlite3.connect(self.file)) as connection:
            connection.executescript(_dump("sqlite"))


class PostgresPlace(Place):
    """A database of a server."""

    def __init__(self, server_url: str, name: str) -> None:
        self.url = f"{server_url.removesuffix('/postgres')}/{name}"
        self._ask(server_url, "--command", f'CREATE DATABASE "{name}"')

    def fill(self) -> None:
        self._ask(self.url, text=_dump("postgresql"))

    def _ask(self, url: str, *arguments: str, text: str | None = None) -> None:
        plain = url.replace("+psycopg2", "")
        options: Sequence[str] = ("--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1")
        program = ("psql", *options, *arguments, plain)
        subprocess.run(program, input=text, text=True, check=True, stdout=subprocess.DEVNULL)


def _dump(dialect: str) -> str:
    return (DATA / f"conversations.{dialect}.sql").read_text(encoding="utf-8")
