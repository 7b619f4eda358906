"""The databases, real ones: what is wrong is seen, and nothing is changed."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from channels.web.database import build_engine
from channels.web.schema import CONVERSATIONS, create_tables
from doctor.databases import reading_engine, tables
from tests.doctor.findings import marks, only
from tests.servers import free_port
from tests.services import Postgres


@pytest.fixture(scope="module")
def postgres():
    server = Postgres()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def file(tmp_path) -> Path:
    """A database with its tables, which nobody has open."""
    path = tmp_path / "conversations.db"
    engine = build_engine(f"sqlite:///{path}")
    create_tables(engine)
    engine.dispose()
    return path


def found_in(file: Path):
    return tables(f"sqlite:///{file}", CONVERSATIONS)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_database_of_this_version(file):
    assert marks(found_in(file)) == "✓"


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    assert marks(found_in(tmp_path / "x.db")) == "✓"
    assert content(tmp_path) == {}


def test_older_tables_and_missing_ones(file):
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE feedback")
    assert "feedback" in only(found_in(file)).text
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE alembic_conversations")
    found = only(found_in(file))
    assert (found.level.value, "bin/upgrade" in found.remedy) == ("✗", True)


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "x.db").write_bytes(b"not a database" * 100)
    assert marks(found_in(tmp_path / "x.db")) == "✗"


@pytest.mark.parametrize("beside", [(), ("wal",), ("wal", "shm"), ("shm",)])
def test_nothing_is_made_or_changed_whatever_stands_beside(tmp_path, file, beside):
    """A server that ended in the middle leaves its journal."""
    engine = build_engine(f"sqlite:///{file}")
    copied = tmp_path / "copied"
    copied.mkdir()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (number INTEGER)"))
    for name in (file.name, *(f"{file.name}-{end}" for end in beside)):
        shutil.copy(tmp_path / name, copied / name)
    engine.dispose()
    before = content(copied)
    assert marks(found_in(copied / file.name)) == "✓"
    assert content(copied) == before


def test_what_is_in_the_journal_is_read_while_a_server_writes(file):
    engine = build_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE feedback"))
    assert "feedback" in only(found_in(file)).text
    engine.dispose()


def test_sqlite_cannot_be_written(file):
    with (
        pytest.raises(SQLAlchemyError, match="readonly"),
        reading_engine(f"sqlite:///{file}").begin() as connection,
    ):
        connection.execute(text("DROP TABLE feedback"))


@pytest.mark.slow
def test_postgresql(postgres):
    assert "PostgreSQL 1" in only(tables(postgres.url, CONVERSATIONS)).text
    with (
        pytest.raises(SQLAlchemyError, match="read-only"),
        reading_engine(postgres.url).begin() as connection,
    ):
        connection.execute(text("CREATE TABLE x (number INTEGER)"))
    create_tables(build_engine(postgres.url))
    assert "version voulue" in only(tables(postgres.url, CONVERSATIONS)).text


def test_a_server_that_is_away_is_told_without_its_password():
    address = f"postgresql+psycopg2://nom:mot-cache@127.0.0.1:{free_port()}/base"
    found = only(tables(address, CONVERSATIONS))
    assert found.level.value == "✗"
    assert "mot-cache" not in str(found)
