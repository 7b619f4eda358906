"""From one database to another and back: the same rows, of the same kinds."""

from __future__ import annotations

import contextlib

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from channels.web.conversations import Conversations, KeptTurn, events, now
from channels.web.schema import CONVERSATIONS, check_tables, prepare
from migrations import command, copy, engine
from tests.migrations.places import Place, SQLitePlace


def copied(source: Place, target: Place, *options: str) -> int:
    return command.main(["copy-database", source.url, target.url, *options])


@pytest.fixture
def source(tmp_path, document) -> Place:
    """A database with conversations and the catalogue."""
    source = SQLitePlace(tmp_path / "source.db")
    source.fill()
    prepare(source.engine(), True)
    load_catalogue(document(), build_engine(source.url))
    return source


@pytest.fixture
def back(tmp_path) -> Place:
    (tmp_path / "new").mkdir()
    return SQLitePlace(tmp_path / "new" / "back.db")


def test_there_and_back_nothing_is_lost(source, place, back, capsys, monkeypatch):
    monkeypatch.setattr(copy, "BATCH", 7)
    content = source.content()
    assert copied(source, place) == 0
    assert "conversations 3, turns 9, feedback 2, events 50" in capsys.readouterr().out
    assert place.content() == content
    assert copied(place, back) == 0
    assert back.content() == content
    assert source.content() == content
    for each in (place, back):
        check_tables(each.engine())
        assert len(Catalogue(build_engine(each.url)).clusters()) == 6


def test_a_conversation_goes_on_behind_what_was_copied(source, place):
    assert copied(source, place) == 0
    kept = Conversations(place.engine())
    (session, *_) = [row["session"] for row in place.content()["conversations"]]
    before = kept.history(session).turns
    row = {"sender_id": session, "type_name": "user"}
    assert kept.add(session, before[-1].time, KeptTurn("t", now(), "dites", [], "k", "d"), [row])
    assert len(kept.history(session).turns) == len(before) + 1
    with place.engine().connect() as connection:
        numbers = list(connection.execute(select(events.c.id).order_by(events.c.id)).scalars())
    assert numbers == list(range(1, 52))


def test_one_part_alone(source, place):
    assert copied(source, place, "--only", "catalogue") == 0
    assert set(place.content()) == {name for name in source.content() if "catalogue" in name}
    assert copied(source, place, "--only", "conversations") == 0
    assert place.content() == source.content()


def test_a_target_that_holds_something_is_left_as_it_is(source, place, capsys):
    prepare(place.engine(), False)
    with place.engine().begin() as connection:
        connection.execute(insert(events).values(sender_id="a", type_name="user"))
    content = place.content()
    assert copied(source, place) == 1
    assert "La table events de la cible n’est pas vide" in capsys.readouterr().err
    assert place.content() == content


def test_empty_tables_may_be_filled(source, place):
    prepare(place.engine(), False)
    assert copied(source, place) == 0
    assert place.content() == source.content()


def test_a_failure_on_the_way_leaves_the_target_empty(source, place, monkeypatch):
    def break_down(*_):
        raise OSError("disk full")

    monkeypatch.setattr(copy, "_continue_sequence", break_down)
    with pytest.raises(OSError, match="disk full"):
        copied(source, place)
    assert place.content() == {}


def test_a_copy_that_is_not_whole_is_none(source, place, monkeypatch, capsys):
    monkeypatch.setattr(copy, "_copy_rows", lambda *_: None)
    assert copied(source, place) == 1
    assert "3 lignes dans la source, 0 dans la cible" in capsys.readouterr().err
    assert place.content() == {}


def test_older_tables_are_to_be_upgraded_first(source, place, tmp_path, capsys):
    older = SQLitePlace(tmp_path / "older.db")
    older.fill()
    assert copied(older, place) == 1
    assert "bin/upgrade" in capsys.readouterr().err
    source.run("UPDATE alembic_conversations SET version_num = '0009_serves_0001'")
    assert copied(source, place) == 1
    assert "la copie depuis le programme" in capsys.readouterr().err
    assert place.content() == {}


def test_a_source_that_is_not_there_is_told(tmp_path, place, capsys):
    missing = SQLitePlace(tmp_path / "missing.db")
    assert copied(missing, place) == 1
    assert "ne répond pas" in capsys.readouterr().err
    assert not missing.file.exists()
    missing.file.touch()
    assert copied(missing, place) == 1
    assert "n’a ni conversations ni catalogue" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["mysql://nom:secret@machine/base", "sqlite:///x.db"],
        ["nom:secret@machine", "sqlite:///x.db"],
        ["postgresql://nom:secret@machine:x/base", "sqlite:///x.db"],
        ["sqlite:///x.db", "postgresql://nom:secret@127.0.0.1:1/base"],
        ["postgresql://nom:secret@127.0.0.1:1/base", "sqlite:///x.db"],
        ["sqlite:///y.db", "sqlite:///x.db", "postgresql://nom:secret@machine/base"],
        ["postgresql://nom:secret@machine/base"] * 2,
    ],
)
def test_passwords_are_never_shown(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    with contextlib.suppress(SystemExit):  # wrong usage
        assert command.main(["copy-database", *arguments]) == 1
    told = "".join(capsys.readouterr())
    assert told
    assert "secret" not in told


def test_nobody_writes_to_a_file_that_is_copied(source):
    with copy.reading(engine.build_engine(source.url)) as connection:
        assert CONVERSATIONS.version(connection) == CONVERSATIONS.newest
        first = KeptTurn("n0", now(), None, [])
        with pytest.raises(OperationalError, match="locked"):
            Conversations(source.engine()).open("neuve", first, [])
