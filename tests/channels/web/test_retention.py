"""Old conversations go, whole; whoever talks is left alone."""

import datetime as dt
import sqlite3
import subprocess
from contextlib import closing

import pytest
from sqlalchemy import func, select

from actions.cluster_catalogue.engine import ROOT
from channels.web.conversations import (
    Conversations,
    KeptTurn,
    conversations,
    events,
    feedback,
    turns,
)
from channels.web.database import build_engine
from channels.web.retention import forget
from tests.channels.web.client import Client
from tests.servers import Server
from tests.services import Postgres

LIMIT = dt.datetime(2026, 11, 25, 12)
OLD, NEW = LIMIT - dt.timedelta(minutes=1), LIMIT + dt.timedelta(minutes=1)
TABLES = (conversations, turns, feedback, events)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request, tmp_path):
    if request.param == "sqlite":
        yield build_engine(f"sqlite:///{tmp_path}/conversations.db")
        return
    server = Postgres()
    server.start()
    try:
        yield build_engine(server.url)
    finally:
        server.remove()


@pytest.fixture
def kept(engine) -> Conversations:
    return Conversations(engine)


def an_event(sender: str, time: dt.datetime) -> dict:
    there = time.replace(tzinfo=dt.timezone.utc).timestamp()
    return {"sender_id": sender, "type_name": "user", "timestamp": there}


def a_talk(kept: Conversations, session: str, opened: dt.datetime, last: dt.datetime) -> None:
    kept.open(session, KeptTurn(f"{session}0", opened, None, []), [an_event(session, opened)])
    turn = KeptTurn(f"{session}1", last, "dites", [], "clé", "empreinte")
    assert kept.add(session, opened, turn, [an_event(session, last)])
    assert kept.rate(session, f"{session}1", True, None, last)


def counts(engine) -> list[int]:
    with engine.connect() as connection:
        return [
            connection.execute(select(func.count()).select_from(table)).scalar() for table in TABLES
        ]


def test_what_fell_silent_goes_and_nothing_else(engine, kept):
    a_talk(kept, "old", OLD, OLD)
    a_talk(kept, "taken up again", OLD, NEW)
    a_talk(kept, "new", NEW, NEW)
    assert forget(kept, LIMIT) == 1
    assert not kept.exists("old")
    assert counts(engine) == [2, 4, 2, 4]
    assert forget(kept, LIMIT) == 0


def test_more_than_are_looked_up_at_a_time(engine, kept):
    for number in range(205):
        kept.open(str(number), KeptTurn(f"t{number}", OLD, None, []), [])
    pauses = []
    assert forget(kept, LIMIT, pauses.append) == 205
    assert len(pauses) == 205
    assert counts(engine) == [0, 0, 0, 0]


def test_who_speaks_meanwhile_is_left_alone(engine, kept):
    """Between the list and their turn of being erased."""
    for session in ("a", "b"):
        kept.open(session, KeptTurn(f"{session}0", OLD, None, []), [])

    def speaks(_seconds: float) -> None:
        kept.add("b", OLD, KeptTurn("b1", NEW, "dites", [], "clé", "empreinte"), [])

    assert forget(kept, LIMIT, speaks) == 1
    assert [turn.turn for turn in kept.history("b").turns] == ["b0", "b1"]


def test_events_of_no_conversation_go_with_age(engine, kept):
    a_talk(kept, "new", NEW, NEW)
    with engine.begin() as connection:
        strays = [an_event("shell", OLD), an_event("other", OLD), an_event("other", NEW)]
        connection.execute(events.insert(), strays)
    assert forget(kept, LIMIT) == 0
    with engine.connect() as connection:
        left = set(connection.execute(select(events.c.sender_id)).scalars())
    assert left == {"new", "other"}


def run(database: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess:
    environment = {"PATH": "/usr/bin:/bin", "CONVERSATIONS_URL": database, **settings}
    return subprocess.run(
        [ROOT / "bin" / "forget", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_command_beside_a_running_server(tmp_path):
    server = Server(tmp_path)
    server.start()
    try:
        talks, silent = Client(server.port), Client(server.port)
        for client in (talks, silent):
            client.open()
            client.say("C’est quoi TWEED ?")
        silent.say("Et les moulins à zorglub ?")
        with closing(sqlite3.connect(server.database)) as file, file:
            last = "SELECT max(time) FROM conversations"  # of the second one
            month = dt.datetime.utcnow() - dt.timedelta(days=31)
            file.execute(f"UPDATE conversations SET time = ? WHERE time = ({last})", (str(month),))
        url = f"sqlite:///{server.database}"
        assert run(url, "--help", CHAT_KEEP_DAYS="30").stdout.startswith("usage: bin/forget")
        assert run(url, "15", CHAT_KEEP_DAYS="30").returncode == 2
        assert run(url).stdout == "CHAT_KEEP_DAYS n’est pas défini : rien n’est effacé.\n"
        ran = run(url, CHAT_KEEP_DAYS="30")
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout == "Conversations muettes depuis plus de 30 jours, effacées : 1.\n"
        assert not any(b"zorglub" in path.read_bytes() for path in tmp_path.glob("*.db*"))
        assert silent.say("Il fait quoi au juste ?").status == 401
        assert "TWEED" in str(talks.say("Il fait quoi au juste ?").json)
    finally:
        server.stop()


@pytest.mark.slow
def test_what_is_wrong_is_said(tmp_path):
    short = run(
        f"sqlite:///{tmp_path}/conversations.db", CHAT_KEEP_DAYS="1", CHAT_SESSION_HOURS="48"
    )
    assert short.returncode == 1
    assert "CHAT_KEEP_DAYS" in short.stderr
    away = run("postgresql+psycopg2://nobody@127.0.0.1:1/nothing", CHAT_KEEP_DAYS="30")
    assert away.returncode == 1
    assert "La base de données ne répond pas" in away.stderr
    assert "Traceback" not in away.stderr
