"""Each test of the tables on SQLite, and on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migrations import command
from tests.migrations.places import Place, PostgresPlace, SQLitePlace
from tests.services import Postgres

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database."""
    if request.param == "sqlite":
        return SQLitePlace(tmp_path / "conversations.db")
    server = request.getfixturevalue("postgres")
    return PostgresPlace(server.url, f"test{next(NUMBERS)}")


@pytest.fixture
def old(place: Place) -> Place:
    """A database that was written before tables had versions."""
    place.fill()
    return place


@pytest.fixture
def upgrade(place: Place, tmp_path: Path, monkeypatch) -> Callable[..., int]:
    """`bin/upgrade` on that database, with a catalogue elsewhere; the exit status."""
    monkeypatch.setenv("CONVERSATIONS_URL", place.url)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clusters.db'}")
    return lambda *arguments: command.main(["upgrade", *arguments])
