"""Real servers on tables of another version, and on another database: the talk goes on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT, build_engine
from actions.cluster_catalogue.load import load_catalogue
from channels.web.tokens import Tokens
from harness.processes import ProgramError
from tests.channels.web.client import Client
from tests.migrations.places import SQLitePlace
from tests.servers import SECRET, Server

pytestmark = pytest.mark.soak


def talk_again(server: Server, token: str) -> Client:
    client = Client(server.port)
    client.token = token
    return client


def test_tables_of_the_release_before(old, tmp_path):
    settings = {"CONVERSATIONS_URL": old.url}
    server = Server(tmp_path / "refused", **settings)
    with pytest.raises(ProgramError, match="datent d’avant les versions"):
        server.start()

    (session,) = {
        row["session"] for row in old.content()["turns"] if row["said"] == "C’est quoi TWEED ?"
    }
    token = Tokens(SECRET, 3600).renew(session).text
    with Server(tmp_path / "willing", CHAT_UPGRADE_AT_START="oui", **settings) as server:
        client = talk_again(server, token)
        assert [turn["said"] for turn in client.history().json["turns"]] == [
            None,
            "C’est quoi TWEED ?",
            "Et il est financé par qui ?",
        ]
        assert client.say("Il fait quoi ?").status == 200  # hours later Rasa begins a new session
    with Server(tmp_path / "after", **settings) as server:
        assert len(talk_again(server, token).history().json["turns"]) == 4


def test_a_talk_goes_from_sqlite_to_postgresql_and_back(tmp_path, postgres):
    here, back = SQLitePlace(tmp_path / "here.db"), SQLitePlace(tmp_path / "back.db")
    load_catalogue(ROOT / "data" / "clusters.yml", build_engine(here.url, create=True))
    with server_on(here.url, tmp_path / "one") as server:
        client = Client(server.port)
        token = client.open().json["token"]
        client.say("C’est quoi TWEED ?")
    copy(here.url, postgres.url)
    with server_on(postgres.url, tmp_path / "two") as server:
        assert goes_on(talk_again(server, token), turns=3)
    copy(postgres.url, back.url)
    with server_on(back.url, tmp_path / "three") as server:
        assert goes_on(talk_again(server, token), turns=4)


def server_on(url: str, folder: Path) -> Server:
    return Server(folder, DATABASE_URL=url, CONVERSATIONS_URL=url)


def goes_on(client: Client, turns: int) -> bool:
    """What is said now is answered, and stands behind what was said before."""
    return (
        client.say("Il fait quoi ?").status == 200 and len(client.history().json["turns"]) == turns
    )


def copy(source: str, target: str) -> None:
    program = [ROOT / "bin" / "copy-database", source, target]
    ran = subprocess.run(program, env=os.environ, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
