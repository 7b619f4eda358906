"""Real PostgreSQL and Redis servers for tests, from Debian's packages, on 127.0.0.1 alone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.servers import free_port

PATIENCE = 30  # seconds for a service to come up


def missing(package: str) -> None:
    """A program is not there: a failure where all are required, as in `.ci/run`, else a skip."""
    told = f"{package} is not installed: apt-get install {package}"
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail(told)
    pytest.skip(told)


class Postgres:
    """A PostgreSQL server with its data in a folder of its own, which it deletes at the end."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            missing("postgresql")
        self._binaries = found[-1].parent
        # Its own folder below /tmp: pytest's belong to root, and PostgreSQL refuses to run as root.
        self._port = free_port()
        self._folder = Path(f"/tmp/pg-{os.getpid()}-{self._port}")
        self._folder.mkdir()
        self._data = self._folder / "data"
        self.url = f"postgresql+psycopg2://postgres@127.0.0.1:{self._port}/postgres"
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust")

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -k {self._data}"
        log = str(self._data / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", options, "-l", log, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "fast", "stop")

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder)

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._binaries / name), *arguments]
        if os.getuid() == 0:
            account = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
            command = ["setpriv", *account, *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


class Redis:
    """A Redis server that keeps nothing on disk."""

    def __init__(self) -> None:
        self._program = shutil.which("redis-server") or ""
        if not self._program:
            missing("redis-server")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen(
            [self._program, *options], stdout=subprocess.DEVNULL, cwd="/"
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        pytest.fail("Redis does not come up")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def pause(self) -> None:
        """It hangs: connections are taken, nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)
