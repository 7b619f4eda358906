"""The parts of the door that need no server: key, settings, rates, origins, bodies, database."""

import datetime as dt
import stat

import pytest
from sqlalchemy import inspect, select

from channels.web.conversations import Conversations, KeptTurn, Standing, events, feedback, turns
from channels.web.database import build_engine
from channels.web.messages import Said, Thumb, read_body
from channels.web.origins import Origins
from channels.web.problems import Problem
from channels.web.rates import OwnRate, address_key
from channels.web.secret import signing_key
from settings import SettingsError


def refused(status: int, function, *arguments) -> Problem:
    with pytest.raises(Problem) as caught:
        function(*arguments)
    assert caught.value.status == status
    return caught.value


# --- the key


def test_the_key_is_made_once_for_the_owner_alone(tmp_path, caplog):
    path = tmp_path / "var" / "secret"
    key = signing_key("", path)
    assert "CHAT_SECRET" in caplog.text
    assert key not in caplog.text
    assert signing_key("", path) == key
    assert len(key) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_a_given_key_needs_no_file(tmp_path):
    assert signing_key("donnée", tmp_path / "secret") == "donnée"
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("content", [b"", b"\n", b"court", b"\xff" * 40])
def test_a_spoilt_file_is_no_key_before_the_server_begins(tmp_path, content):
    path = tmp_path / "secret"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="supprimez"):
        signing_key("", path)
    assert path.read_bytes() == content


# --- rates and origins


def test_a_rate_ends_with_the_seconds_to_wait():
    now = [0.0]
    rate = OwnRate("3/minute", lambda: now[0])
    for now[0] in (0.0, 5.0, 6.0):
        rate.spend("x")
    now[0] = 7.0
    assert refused(429, rate.spend, "x").headers["Retry-After"] == "53"  # not from the newest one
    rate.spend("y")
    now[0] = 60.5
    rate.spend("x")
    assert refused(429, rate.spend, "x").headers["Retry-After"] == "5"


def test_who_goes_on_does_not_keep_the_silent_in_mind():
    now = [0.0]
    rate = OwnRate("30/minute", lambda: now[0])
    for now[0], who in ((0.0, "talks on"), (1.0, "is silent"), (59.0, "talks on"), (62.0, "comes")):
        rate.spend(who)
    assert set(rate._times) == {"talks on", "comes"}


def test_who_is_silent_is_forgotten():
    now = [0.0]
    rate = OwnRate("30/minute", lambda: now[0])
    for number in range(1000):
        now[0] = number
        rate.spend(f"visitor {number}")
    assert len(rate._times) == 60


def test_neighbours_of_an_ipv6_network_count_as_one():
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff")
    assert address_key("2001:db8::1") != address_key("2001:db8:0:1::1")
    assert address_key("[2001:db8::1]") == address_key("2001:db8::1")  # as a proxy's header is read
    assert address_key("192.0.2.1") != address_key("192.0.2.2")
    assert address_key("::ffff:192.0.2.1") == address_key("192.0.2.1")
    assert address_key("pas une adresse") == "unknown"


def test_only_listed_sites_and_our_own_are_answered():
    origins = Origins(frozenset({"https://ami.example"}))
    assert origins.admitted(None, "nous.example") is None
    assert origins.admitted("https://nous.example", "nous.example") is None
    assert origins.admitted("https://ami.example", "nous.example") == "https://ami.example"
    for origin in (
        "null",
        "",
        "https://autre.example",
        "http://ami.example",
        "https://ami.example.autre.example",
        "https://ami.example:8443",
        "file://nous.example",
    ):
        refused(403, origins.admitted, origin, "nous.example")


# --- bodies


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"text": 1}',
        b'{"text": "a", "payload": "/b"}',
        b'{"text": "a", "sender": "b"}',
        b"[" * 50_000,
    ],
)
def test_what_is_no_message_is_refused(content):
    refused(400, read_body, Said, content)


def test_a_thumb_is_a_turn_and_yes_or_no():
    assert read_body(Thumb, b'{"turn": "t", "useful": true}').useful is True
    refused(400, read_body, Thumb, b'{"turn": "t", "useful": "true"}')


def test_text_and_payload_alike_are_not_the_same_message():
    assert Said(text="/definition").digest != Said(payload="/definition").digest
    assert Said(text="\ud800").digest


# --- the database


@pytest.fixture
def conversations(tmp_path):
    return Conversations(build_engine(f"sqlite:///{tmp_path}/conversations.db"))


NOON = dt.datetime(2026, 11, 24, 12)
FIRST = KeptTurn("t0", NOON, None, [{"text": "bonjour"}])


def later(minutes: int, turn: str, said: str = "dites") -> KeptTurn:
    time = NOON + dt.timedelta(minutes=minutes)
    return KeptTurn(turn, time, said, [{"text": "réponse"}], f"cle-{turn}", "empreinte")


def said(number: int) -> dict[str, str]:
    """A row of Rasa's table."""
    return {"sender_id": "a", "type_name": "user", "data": str(number)}


def rows(engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(events.c.data).order_by(events.c.id)).scalars())


def test_a_conversation_is_kept_in_order(conversations):
    conversations.open("a", FIRST, [])
    first, second = later(1, "t1"), later(2, "t2")
    assert conversations.add("a", FIRST.time, first, [])
    assert conversations.add("a", first.time, second, [])
    assert [turn.turn for turn in conversations.history("a").turns] == ["t0", "t1", "t2"]
    assert conversations.standing("a", "cle-t1") == Standing(second.time, 3, first)
    assert conversations.standing("a", "cle-t3") == Standing(second.time, 3, None)
    assert conversations.standing("b", "cle-t1") is None


def test_a_turn_is_kept_whole_or_not_at_all(tmp_path):
    engine = build_engine(f"sqlite:///{tmp_path}/conversations.db")
    conversations = Conversations(engine)
    conversations.open("a", FIRST, [said(0)])
    assert conversations.add("a", FIRST.time, later(1, "t1"), [said(1)])
    # Another process has answered meanwhile: neither its turn nor its events come in between.
    assert not conversations.add("a", FIRST.time, later(2, "t2"), [said(2)])
    # The same message, answered twice at once.
    twin = KeptTurn("t3", NOON + dt.timedelta(minutes=3), "dites", [], "cle-t1", "empreinte")
    assert not conversations.add("a", later(1, "t1").time, twin, [said(3)])
    # A conversation that was erased.
    assert not conversations.add("b", FIRST.time, later(1, "t4"), [said(4)])
    assert [turn.turn for turn in conversations.history("a").turns] == ["t0", "t1"]
    assert rows(engine) == ["0", "1"]
    assert conversations.standing("a", "").version == later(1, "t1").time


def test_a_connection_that_cannot_write_is_opened_anew(tmp_path):
    """As after a disk that was read-only: such a connection stays so for good."""
    engine = build_engine(f"sqlite:///{tmp_path}/conversations.db")
    conversations = Conversations(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert engine.pool.checkedin() == 1, "the next user has another connection"
    conversations.open("a", FIRST, [said(0)])
    assert rows(engine) == ["0"]


def test_what_they_think_is_kept_once(conversations):
    conversations.open("a", FIRST, [])
    assert conversations.rate("a", "t0", True, None, NOON)
    assert conversations.rate("a", "t0", False, "bof", NOON)
    assert [turn.useful for turn in conversations.history("a").turns] == [False]
    assert not conversations.rate("b", "t0", True, None, NOON)


def test_erasing_leaves_nothing_in_any_table_nor_in_the_file(tmp_path):
    engine = build_engine(f"sqlite:///{tmp_path}/conversations.db")
    conversations = Conversations(engine)
    for session in ("a", "b"):
        conversations.open(session, KeptTurn(f"{session}0", NOON, None, []), [])
        turn = later(1, f"{session}1", f"secret de {session}")
        assert conversations.add(session, NOON, turn, [])
        conversations.rate(session, f"{session}1", True, f"mot de {session}", NOON)
        with engine.begin() as connection:
            connection.execute(events.insert().values(sender_id=session, type_name="user"))
    conversations.erase("a")
    conversations.empty_journal()
    with engine.connect() as connection:
        assert set(inspect(engine).get_table_names()) == {
            "alembic_conversations",
            "conversations",
            "events",
            "feedback",
            "turns",
        }
        for table, column in ((events, "sender_id"), (turns, "session"), (feedback, "session")):
            assert connection.execute(select(table.c[column]).distinct()).all() == [("b",)]
    assert not conversations.exists("a")
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"secret de b" in content
    assert b"secret de a" not in content


def test_errors_of_the_database_keep_what_was_said_to_themselves(conversations):
    secret = KeptTurn("t0", NOON, "mon secret", [])
    conversations.open("a", secret, [])
    with pytest.raises(Exception, match="UNIQUE") as caught:
        conversations.open("a", secret, [])
    assert "mon secret" not in str(caught.value)
