"""The database in SQLite is locked, read-only, or its disk is full."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.web.client import API, Client
from tests.faults.processes import SERVE, Process, wait_until
from tests.faults.site import Site, settle
from tests.services import missing

pytestmark = pytest.mark.soak

FAULT_SECONDS = 5.0
START_SECONDS = 15.0
DISK = "16m"


@contextlib.contextmanager
def tmpfs(folder: Path) -> Iterator[Path]:
    """A small disk."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)], check=False
    )
    if made.returncode:
        missing("mount (and the right to use it)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with tmpfs(folder):
        yield folder


def under(site: Site, fault: str, disturbance: contextlib.AbstractContextManager) -> None:
    with site.load() as load:
        settle(load)
        with disturbance:
            time.sleep(FAULT_SECONDS)
        recovery = load.wait_until_served(time.monotonic())
        settle(load)
    account = site.conclude(fault, load, recovery)
    assert account.retried, "nobody noticed the fault"


@contextlib.contextmanager
def locked(database: Path) -> Iterator[None]:
    connection = sqlite3.connect(database, timeout=5, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextlib.contextmanager
def unchangeable(*paths: Path) -> Iterator[None]:
    """Writes fail at once, in files that are open too: a file mode means nothing to root."""
    try:
        for path in paths:
            if subprocess.run(["chattr", "+i", str(path)], check=False).returncode:
                missing("chattr (e2fsprogs, on a file system that knows it)")
        yield
    finally:
        subprocess.run(["chattr", "-i", *map(str, paths)], check=True)


@contextlib.contextmanager
def full(folder: Path) -> Iterator[None]:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    assert shutil.disk_usage(folder).free == 0
    try:
        yield
    finally:
        ballast.unlink()


def test_locked(single, tmp_path):
    site = single()
    under(site, "SQLite verrouillé", locked(tmp_path / "conversations.db"))


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """What the database is kept in, its folder last; the mapped index of the journal first."""
    folder = tmp_path / "data"
    folder.mkdir()
    return [folder / f"conversations.db{end}" for end in ("-shm", "-wal", "")] + [folder]


def test_read_only(single, files):
    index, *others = files
    under(single(index.parent), "SQLite en lecture seule", unchangeable(*others))


def test_a_file_system_that_turns_read_only(single, files):
    """Linux ends a process that writes to a page of it that is mapped: systemd starts another."""
    index, *others = files

    @contextlib.contextmanager
    def turned() -> Iterator[None]:
        with unchangeable(index):
            os.sync()  # a page that is written back asks the file system before it changes again
            wait_until(lambda: bool(ends), FAULT_SECONDS, "the end of the process")
            with unchangeable(*others):
                time.sleep(START_SECONDS)  # the next process begins on what it cannot write
                yield

    site = single(files[-1])
    with site.processes[0].supervised() as ends:
        under(site, "disque passé en lecture seule", turned())
    assert ends[0] == -signal.SIGBUS


def test_disk_full(single, disk):
    under(single(disk), "disque plein (tmpfs)", full(disk))


def test_one_can_still_erase_on_a_full_disk(single, disk):
    process = single(disk).processes[0]
    leaving, staying = Client(process.port), Client(process.port)
    for client in (leaving, staying):
        client.open()
        assert client.say("C’est quoi un cluster ?").status == 200
    with full(disk):
        wait_until(lambda: staying.say("merci").status == 503, 30, "a turn that finds no room")
        assert leaving.ask("DELETE", f"{API}/conversation").status == 204
        assert leaving.history().status == 401
    assert "the database is away: full" in process.log.read_text(encoding="utf-8")
    wait_until(lambda: staying.say("merci").status == 200, 30, "a turn after the disk has room")
    assert (disk / "conversations.db.reserve").exists()


def test_a_start_on_a_read_only_disk_says_so(tmp_path, disk):
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    process = Process(tmp_path, {"CONVERSATIONS_URL": f"sqlite:///{disk / 'conversations.db'}"})
    ended = subprocess.run(
        [*SERVE, "--port", str(process.port)],
        env=process.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert f"écrire dans {disk}" in ended.stderr
    assert "Traceback" not in ended.stderr
