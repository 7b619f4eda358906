"""Catalogue and conversations on a real PostgreSQL server, from Debian's packages."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError
from actions.cluster_catalogue.document import DocumentError
from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.load import load_catalogue
from channels.web import database
from channels.web.conversations import Conversations, KeptTurn, now
from channels.web.tracker_store import ConversationTrackerStore
from tests.actions.test_load import dump

pytestmark = pytest.mark.slow


def server_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        told = "PostgreSQL is not installed: apt-get install postgresql"
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail(told)
        pytest.skip(told)
    return found[-1].parent


class Server:
    """A PostgreSQL server on a free port of 127.0.0.1, with its data in a folder of its own."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"postgresql+psycopg2://postgres@127.0.0.1:{self._port}/postgres"
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust")

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -k {self._data}"
        log = str(self._data / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", options, "-l", log, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "fast", "stop")

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._binaries / name), *arguments]
        if os.getuid() == 0:
            command = [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                *command,
            ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    binaries = server_binaries()
    folder = Path(f"/tmp/pg-{os.getpid()}")
    folder.mkdir()
    server = Server(binaries, folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def test_the_catalogue_reads_the_same_as_on_sqlite(server, document, catalogue):
    engine = build_engine(server.url)
    load_catalogue(document(), engine)
    load_catalogue(document(), engine)
    there = Catalogue(engine)
    assert [(one.slug, one.presentation) for one in there.clusters()] == [
        (one.slug, one.presentation) for one in catalogue.clusters()
    ]
    assert len(there.activities()) == len(catalogue.activities())
    assert there.version() == catalogue.version()


def test_a_bad_file_leaves_the_server_s_tables_as_they_were(server, document):
    engine = build_engine(server.url)
    load_catalogue(document(), engine)
    before = dump(engine)
    with pytest.raises(DocumentError):
        load_catalogue(document("    nom: TWIST\n", ""), engine)
    assert dump(engine) == before


def test_a_server_that_goes_and_comes_back(server, document):
    engine = build_engine(server.url)
    load_catalogue(document(), engine)
    catalogue = Catalogue(engine)
    assert len(catalogue.clusters()) == 6
    server.stop()
    with pytest.raises(CatalogueUnavailableError, match="does not answer"):
        catalogue.clusters()
    server.start()
    assert len(catalogue.clusters()) == 6


def test_conversations_are_kept_and_erased_there(server):
    conversations = Conversations(database.build_engine(server.url))
    store = ConversationTrackerStore(host=server.url)
    first = KeptTurn("t0", now(), None, [{"text": "L’été"}])
    conversations.open("a", first)
    conversations.add("a", KeptTurn("t1", now(), "dites", [], "cle", "empreinte"))
    conversations.rate("a", "t1", True, "clair", now())
    with store.session_scope() as session:
        session.add(store.SQLEvent(sender_id="a", type_name="user"))
        session.commit()
    assert [turn.useful for turn in conversations.history("a")] == [None, True]
    assert conversations.history("a")[0] == first
    conversations.erase("a")
    assert not conversations.exists("a")
    with store.session_scope() as session:
        assert session.query(store.SQLEvent).count() == 0
