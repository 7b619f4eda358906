"""The tables from version to version: nothing is lost, whatever happens on the way."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import text

from actions.cluster_catalogue.engine import ROOT
from actions.cluster_catalogue.models import Base
from actions.cluster_catalogue.schema import CATALOGUE
from channels.web import conversations
from channels.web.conversations import Conversations, KeptTurn, now
from channels.web.schema import CONVERSATIONS, check_tables, prepare
from migrations.schema import SchemaError
from migrations.upgrade import lock, move_to

TURNS = ("session", "time", "turn")
EVENTS = SQLTrackerStore.SQLEvent.metadata


def index(place):
    return tuple(place.shape()["turns"][1]["turns_of_session"])


def test_what_was_said_before_versions_is_there_after_and_back_again(old, upgrade, capsys):
    content, shape = old.content(), old.shape()
    assert len(content["turns"]) == 9
    assert len(content["events"]) == 50

    assert upgrade() == 0
    assert "conversations\N{NO-BREAK SPACE}: tables d’avant les versions → version 2" in (
        capsys.readouterr().out
    )
    assert old.content() == {**content}
    assert index(old) == TURNS

    assert upgrade() == 0
    assert "version 2, rien à changer" in capsys.readouterr().out

    assert upgrade("--back") == 0
    assert old.content() == content
    assert old.shape() == shape

    assert upgrade("--back") == 1
    assert "pas de version plus ancienne" in capsys.readouterr().err
    assert upgrade("--to", "2") == 0
    assert index(old) == TURNS
    assert upgrade("--to", "3") == 1
    assert "ce programme connaît 1 à 2" in capsys.readouterr().err
    assert upgrade("--to", "1") == 0
    assert old.shape() == shape


def test_a_conversation_goes_on_in_each_version(old, upgrade):
    for step in (["--to", "1"], ["--to", "2"], ["--back"]):
        assert upgrade(*step) == 0
        kept = Conversations(old.engine())
        (session,) = {
            row["session"] for row in old.content()["turns"] if row["said"] == "C’est quoi TWEED ?"
        }
        before = kept.history(session).turns
        assert before[1].useful is True
        turn = KeptTurn(f"t{len(before)}", now(), "dites", [], f"k{len(before)}", "empreinte")
        row = {"sender_id": session, "type_name": "user"}
        assert kept.add(session, before[-1].time, turn, [row])
        assert kept.history(session).turns == [*before, turn]


def test_the_tables_are_those_of_the_code(place, upgrade):
    assert upgrade() == 0
    assert place.differences(conversations.metadata, EVENTS) == []
    with place.changing() as connection:
        move_to(connection, CATALOGUE)  # in the same database
    assert place.differences(conversations.metadata, EVENTS, Base.metadata) == []
    assert set(CONVERSATIONS.tables) == {*conversations.metadata.tables, *EVENTS.tables}
    assert set(CATALOGUE.tables) == set(Base.metadata.tables)


def test_upgraded_tables_are_those_of_the_code(old, upgrade):
    assert upgrade() == 0
    assert old.differences(conversations.metadata, EVENTS) == []


def test_a_failure_on_the_way_leaves_all_as_it_was(old, upgrade, monkeypatch):
    content, shape = old.content(), old.shape()

    def break_down(*_):
        raise OSError("disk full")

    monkeypatch.setattr("alembic.op.create_index", break_down)  # the old one is dropped by then
    with pytest.raises(OSError, match="disk full"):
        upgrade()
    assert old.content() == content
    assert old.shape() == shape
    with old.changing() as connection:
        assert CONVERSATIONS.version(connection) is None
    monkeypatch.undo()


def test_several_upgrades_at_once(old, upgrade):
    content = old.content()
    programs = [
        subprocess.Popen(
            [ROOT / "bin" / "upgrade"], env=os.environ, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = [program.communicate()[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0], told
    assert sum("avant les versions → version 2" in each for each in told) == 1
    assert sum("version 2, rien à changer" in each for each in told) == 2
    assert old.content().items() >= content.items()
    assert index(old) == TURNS


def test_several_servers_at_once_make_the_tables_of_an_empty_database(place):
    together = threading.Barrier(6)

    def begin(_):
        engine = place.engine()
        together.wait()
        prepare(engine, False)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(begin, range(6)))
    assert place.differences(conversations.metadata, EVENTS) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE turns ADD COLUMN mood VARCHAR(20)", "turns"),
        ("ALTER TABLE feedback RENAME COLUMN useful TO liked", "feedback"),
        ("DROP INDEX ix_events_sender_id", "events"),
    ],
)
def test_tables_of_no_known_version_are_refused(old, upgrade, capsys, change, named):
    old.run(change)
    content, shape = old.content(), old.shape()
    assert upgrade() == 1
    assert f"{named} n’est d’aucune version connue" in capsys.readouterr().err
    assert (old.content(), old.shape()) == (content, shape)


def test_tables_that_are_missing_are_made_beside_old_ones(old, upgrade):
    """`rasa shell` of an older release made Rasa's table and no other."""
    for table in ("feedback", "turns", "conversations"):
        old.run(f"DROP TABLE {table}")
    assert upgrade() == 0
    assert old.differences(conversations.metadata, EVENTS) == []
    assert len(old.content()["events"]) == 50


def test_a_server_leaves_older_tables_alone_unless_it_is_told_to(old):
    shape = old.shape()
    with pytest.raises(SchemaError, match="datent d’avant les versions"):
        check_tables(old.engine())
    with pytest.raises(SchemaError, match="bin/upgrade"):
        prepare(old.engine(), False)
    assert old.shape() == shape
    engine = old.engine()
    prepare(engine, True)
    assert index(old) == TURNS
    check_tables(engine)


def test_what_is_wrong_with_the_tables_is_told(place, upgrade):
    engine = place.engine()
    with pytest.raises(SchemaError, match="elles manquent. Lancez"):
        check_tables(engine)
    prepare(engine, False)
    check_tables(engine)
    assert upgrade("--back") == 0
    with pytest.raises(SchemaError, match="version 1, il faut la 2"):
        check_tables(place.engine())
    assert upgrade() == 0
    place.run("DROP TABLE feedback")
    with pytest.raises(SchemaError, match="il manque feedback"):
        check_tables(place.engine())


def test_a_program_that_is_older_than_its_tables(place, upgrade, capsys):
    """After a rollback: it serves if the tables say that they serve it, and never changes them."""
    assert upgrade() == 0
    noted = "UPDATE alembic_conversations SET version_num = '{}'"
    place.run(noted.format("0005_serves_0002"))
    check_tables(place.engine())
    prepare(place.engine(), True)
    capsys.readouterr()
    assert upgrade() == 0
    assert "version 5, rien à changer" in capsys.readouterr().out
    assert upgrade("--to", "1") == 1
    assert "depuis le dossier du programme le plus récent" in capsys.readouterr().err

    place.run(noted.format("0006_serves_0003"))
    with pytest.raises(SchemaError, match="faite pour un programme de la version 3"):
        check_tables(place.engine())
    assert upgrade() == 1
    place.run(noted.format("autre"))
    with pytest.raises(SchemaError, match="«.autre.» n’est pas le nom d’une version"):
        check_tables(place.engine())
    assert index(place) == TURNS


@pytest.mark.slow
def test_a_server_waits_longer_for_its_tables_than_a_visitor_would(old):
    if old.url.startswith("sqlite"):
        pytest.skip("only PostgreSQL's connections have a limit of their own")
    engine = old.engine()  # has this process wait 4 s at most
    held = threading.Event()

    def hold():
        with old.changing() as connection:
            lock(connection, CONVERSATIONS)
            held.set()
            time.sleep(5)

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(hold)
        held.wait()
        prepare(engine, True)
        holding.result()
    assert index(old) == TURNS


def test_turns_are_read_in_order_without_being_sorted(tmp_path, upgrade, place):
    if not place.url.startswith("sqlite"):
        pytest.skip("PostgreSQL sorts few rows as fast")
    asked = "EXPLAIN QUERY PLAN SELECT * FROM turns WHERE session = 'a' ORDER BY time, turn"

    def plan():
        with place.changing() as connection:
            return str(connection.execute(text(asked)).all())

    assert upgrade("--to", "1") == 0
    assert "TEMP B-TREE" in plan()
    assert upgrade() == 0
    assert "turns_of_session" in plan()
    assert "TEMP B-TREE" not in plan()
