"""`bin/ask` as its users run it: a process, lines in, lines out."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT

pytestmark = pytest.mark.slow


def ask(
    lines: list[object], program: Path = ROOT / "bin" / "ask", **environment: str
) -> list[dict]:
    """The records of `bin/ask` for `lines`: objects, or bytes as they are."""
    source = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    run = subprocess.run(
        [str(program)],
        input=source,
        capture_output=True,
        check=True,
        cwd="/",
        env={**os.environ, **environment},
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def said(text: str, session: str = "s", **more: object) -> dict[str, object]:
    return {"id": text, "session": session, "text": text, **more}


ORDER = [
    said("c’est quoi un cluster ?", ignored=1),
    b"this is no JSON",
    {"id": 7, "session": "s"},
    {"id": 8, "text": "x"},
    [1, 2],
    b"",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"id": NaN, "session": "s", "text": "x"}',
    b'{"id": 1e999, "session": "s", "text": "x"}',
    {"id": 9, "session": "", "text": "x"},
    said("et TWEED ?"),
]

BUTTONS = [
    {"id": 1, "session": "a", "payload": "/message_vide"},
    {"id": 2, "session": "b", "text": "bonjour"},
    {"id": 3, "session": "b", "payload": "/liste_clusters"},
    {"id": 4, "session": "b", "payload": "/message_vide"},
    {"id": 5, "session": "b", "payload": "/avantages"},
    {"id": 6, "session": "c", "text": "bonjour"},
    {"id": 7, "session": "c", "payload": "/avantages"},
]

PROBE = "Qu’est-ce qu’un cluster ?"
COMMANDS = ["/restart", "/session_start", "/detail_cluster{}", ' /adhesion{"x": 1}', "/back"]
TYPED = [said(text, session=one) for one in COMMANDS for text in (one, PROBE)]

REPEATED = [
    said(text, session="r") for text in ("bonjour", "asdfgh qsd", "zzz kkk", "prix ?", "météo")
]

ALL = [*BUTTONS, *TYPED, *REPEATED, *ORDER]


@pytest.fixture(scope="module")
def records() -> list[dict]:
    """The records of one process that is asked everything: a start takes many seconds."""
    return ask(ALL)


@pytest.fixture
def of_buttons(records) -> list[dict]:
    return records[: len(BUTTONS)]


@pytest.fixture
def of_typed(records) -> list[dict]:
    return records[len(BUTTONS) : len(BUTTONS) + len(TYPED)]


@pytest.fixture
def of_repeated(records) -> list[dict]:
    start = len(BUTTONS) + len(TYPED)
    return records[start : start + len(REPEATED)]


@pytest.fixture
def of_order(records) -> list[dict]:
    return records[len(BUTTONS) + len(TYPED) + len(REPEATED) :]


def test_lines_are_answered_in_order_and_bad_ones_said_so(of_order):
    first, no_json, no_text, no_session, no_object, no_utf8, *more, last = of_order
    assert [r["topic"] for r in first["replies"]] == [None, "definition"]
    assert first["id"] == "c’est quoi un cluster ?"
    assert first["intent"] == "definition"
    assert 0 < first["confidence"] <= 1
    assert first["ms"] > 0
    assert "error" in no_json
    assert (no_text["id"], "text" in no_text["error"]) == (7, True)
    assert (no_session["id"], "session" in no_session["error"]) == (8, True)
    assert "error" in no_object
    assert "error" in no_utf8
    assert ["error" in record for record in more] == [True] * 4
    assert "tweed" in last["replies"][0]["clusters"]


def test_two_runs_give_the_same_replies(of_repeated):
    once = [record["replies"] for record in of_repeated]
    assert once == [record["replies"] for record in ask(REPEATED)]


def test_a_button_acts_only_where_it_was_offered(of_buttons):
    alone, _, offered, not_offered, under_the_list, _, elsewhere = of_buttons
    assert alone["intent"] != "message_vide"  # taken as text
    assert (offered["intent"], offered["confidence"]) == ("liste_clusters", 1.0)
    assert not_offered["intent"] != "message_vide"
    assert (under_the_list["intent"], under_the_list["confidence"]) == ("avantages", 1.0)
    assert elsewhere["confidence"] < 1.0  # offered in another session only


def test_typed_commands_do_nothing(of_typed):
    for before, after in zip(of_typed[::2], of_typed[1::2]):
        assert before["replies"]
        assert after["replies"][-1]["topic"] == "definition"
        assert after["replies"][0]["topic"] is not None  # the conversation was not begun anew


def test_it_runs_from_a_path_with_a_space(tmp_path):
    link = tmp_path / "un dossier"
    link.symlink_to(ROOT)
    (record,) = ask([said("au revoir")], link / "bin" / "ask")
    assert record["replies"][-1]["topic"] == "au_revoir"


def test_a_question_as_argument_is_answered_for_a_person():
    run = subprocess.run(
        [str(ROOT / "bin" / "ask"), "c’est", "quoi", "TWEED ?"],
        capture_output=True,
        check=True,
        text=True,
        cwd="/",
    )
    assert "assistant automatique" in run.stdout
    assert "TWEED est le cluster" in run.stdout
    assert "[1]" in run.stdout
    assert "{" not in run.stdout
