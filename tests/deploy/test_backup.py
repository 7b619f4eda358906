"""Save while servers run, lose everything, put it back: the visitor's talk goes on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import ROOT, build_engine
from actions.cluster_catalogue.load import load_catalogue
from tests.channels.web.client import Client as PlainClient
from tests.deploy.client import Client
from tests.deploy.nginx import DEPLOY
from tests.servers import Server

pytestmark = pytest.mark.slow


class Machine:
    """The two scripts with the settings of one machine."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self._settings = folder / "env"
        lines = [f"{name}='{value}'\n" for name, value in settings.items()]
        self._settings.write_text("".join(lines), encoding="utf-8")

    def back_up(self) -> Path:
        ran = self.run("backup.sh", str(self.folder / "saved"))
        assert ran.returncode == 0, ran.stderr
        return Path(ran.stdout.strip())

    def restore(self, saved: Path) -> None:
        ran = self.run("restore.sh", str(saved))
        assert ran.returncode == 0, ran.stderr

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess:
        environment = {**os.environ, "SETTINGS": str(self._settings)}
        return subprocess.run(
            [str(DEPLOY / script), *arguments], env=environment, capture_output=True, text=True
        )


def test_postgresql(deployment, tmp_path):
    url = deployment.postgres.url
    machine = Machine(tmp_path, DATABASE_URL=url)
    client = Client(deployment.nginx, "127.0.0.20")
    client.open()
    client.say("C’est quoi TWEED ?")
    saved = machine.back_up()
    client.say("Merci !")

    engine = build_engine(url)
    with engine.begin() as connection:
        for table in inspect(connection).get_table_names():
            connection.execute(text(f'DROP TABLE "{table}" CASCADE'))
    assert client.say("Il fait quoi au juste ?").status == 503

    machine.restore(saved)
    assert len(client.history().json["turns"]) == 2
    assert "TWEED" in str(client.say("Il fait quoi au juste ?").json)
    assert {path.name for path in saved.iterdir()} >= {"conversations.dump", "env"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in [saved, *saved.iterdir()])


@pytest.fixture
def sqlite_server(tmp_path) -> Iterator[Server]:
    catalogue = f"sqlite:///{tmp_path / 'clusters.db'}"
    load_catalogue(ROOT / "data" / "clusters.yml", build_engine(catalogue, create=True))
    server = Server(tmp_path, DATABASE_URL=catalogue)
    server.start()
    yield server
    server.stop()


def test_sqlite(sqlite_server, tmp_path):
    catalogue = f"sqlite:///{tmp_path / 'clusters.db'}"
    conversations = f"sqlite:///{sqlite_server.database}"
    machine = Machine(tmp_path, DATABASE_URL=catalogue, CONVERSATIONS_URL=conversations)
    client = PlainClient(sqlite_server.port)
    token = client.open().json["token"]
    with closing(sqlite3.connect(sqlite_server.database)) as reader:
        reader.execute("SELECT 1 FROM turns").fetchone()
        client.say("C’est quoi TWEED ?")
        # Somebody reads: what was said last is not in the file itself yet.
        assert Path(f"{sqlite_server.database}-wal").stat().st_size > 0
        saved = machine.back_up()

    sqlite_server.stop()
    for path in tmp_path.glob("*.db*"):
        path.unlink()
    machine.restore(saved)
    sqlite_server.start()

    client = PlainClient(sqlite_server.port)
    client.token = token
    assert len(client.history().json["turns"]) == 2
    answer = client.say("Il fait quoi au juste ?")
    assert "TWEED" in str(answer.json)
    assert len(Catalogue(build_engine(catalogue)).clusters()) == 6


def test_a_backup_that_is_none_is_told_and_changes_nothing(tmp_path):
    database = tmp_path / "conversations.db"
    database.write_bytes(b"as it was")
    machine = Machine(tmp_path, CONVERSATIONS_URL=f"sqlite:///{database}")
    saved = tmp_path / "saved"
    saved.mkdir()
    ran = machine.run("restore.sh", str(saved))
    assert ran.returncode == 1
    assert "pas de sauvegarde" in ran.stderr
    (saved / "conversations.db").write_bytes(b"SQLite format 3\0" + b"damaged" * 1000)
    assert machine.run("restore.sh", str(saved)).returncode == 1
    assert database.read_bytes() == b"as it was"


def test_a_backup_that_fails_leaves_none(tmp_path):
    missing = tmp_path / "missing.db"
    machine = Machine(tmp_path, CONVERSATIONS_URL=f"sqlite:///{missing}")
    ran = machine.run("backup.sh", str(tmp_path / "saved"))
    assert ran.returncode == 1
    assert "missing.db" in ran.stderr
    assert list((tmp_path / "saved").iterdir()) == []
    assert not missing.exists()


def test_without_the_settings_nothing_is_put_back_in_a_wrong_place(tmp_path):
    database = tmp_path / "conversations.db"
    with closing(sqlite3.connect(database)) as file, file:
        file.execute("CREATE TABLE turns (said TEXT)")
    catalogue = f"sqlite:///{database}"
    machine = Machine(tmp_path, CONVERSATIONS_URL=f"sqlite:///{database}", DATABASE_URL=catalogue)
    saved = machine.back_up()
    settings = tmp_path / "env"
    settings.unlink()
    ran = machine.run("restore.sh", str(saved))
    assert ran.returncode == 1
    assert f"{settings} manque" in ran.stderr
    assert ran.stdout == ""


def test_what_stands_in_files_is_saved_and_put_back(tmp_path):
    database, key, address = (tmp_path / name for name in ("kept.db", "key", "address"))
    with closing(sqlite3.connect(database)) as file, file:
        file.execute("CREATE TABLE turns (said TEXT)")
    key.write_text("the key of the machine")
    address.write_text(f"sqlite:///{database}\n")
    files = {"CONVERSATIONS_URL_FILE": str(address), "DATABASE_URL_FILE": str(address)}
    machine = Machine(tmp_path, CHAT_SECRET_FILE=str(key), **files)
    saved = machine.back_up()
    database.unlink()
    key.unlink()
    machine.restore(saved)
    assert key.read_text() == "the key of the machine"
    with closing(sqlite3.connect(database)) as file:
        assert file.execute("SELECT count(*) FROM turns").fetchall() == [(0,)]
