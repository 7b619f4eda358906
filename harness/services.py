"""Real PostgreSQL and Redis servers, from Debian's packages, on 127.0.0.1 alone."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness.files import ROOT
from harness.processes import GRACE, Command, Program, ProgramError, free_port


class MissingServiceError(ProgramError):
    """A program is not installed; the message is the name of its package."""


class Postgres(Program):
    """PostgreSQL with its data in a folder of its own, which `remove` deletes."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not found:
            raise MissingServiceError("postgresql")
        self._binaries, self._port = found[-1], str(free_port())
        self.url = f"postgresql+psycopg2://postgres@127.0.0.1:{self._port}/postgres"
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        account: tuple[str, ...] = ()
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            account = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
            shutil.chown(self._folder, pwd.getpwnam("postgres").pw_uid)
        data = str(self._folder / "data")
        create = (*account, self._program("initdb"), "-D", data, "-U", "postgres", "-A", "trust")
        subprocess.run(create, check=True, stdout=subprocess.DEVNULL, cwd="/")
        where = ("-D", data, "-p", self._port, "-h", "127.0.0.1", "-k", data)
        serve = Command((*account, self._program("postgres"), *where), Path("/"))
        super().__init__(serve, self._folder / "log")

    def ready(self) -> bool:
        """Whether it answers."""
        ask = (self._program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", self._port)
        return subprocess.run(ask).returncode == 0

    def stop(self) -> None:
        """Ends it the fast way, connections too; its data stay."""
        if self.process and self.running:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=GRACE)

    def remove(self) -> None:
        """Ends it and deletes its data."""
        self.stop()
        shutil.rmtree(self._folder)

    def _program(self, name: str) -> str:
        return str(self._binaries / name)


class Redis(Program):
    """Redis that keeps nothing on disk."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if not program:
            raise MissingServiceError("redis-server")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        where = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        serve = Command((program, "--port", str(self.port), *where), Path("/"))
        super().__init__(serve, Path(os.devnull))

    def ready(self) -> bool:
        """Whether it takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextlib.contextmanager
def shared_services() -> Iterator[tuple[Postgres, Redis, dict[str, str]]]:
    """Both, with the catalogue loaded, and what servers are told of them, while it runs."""
    with contextlib.ExitStack() as running:
        postgres, redis = Postgres(), Redis()
        running.callback(postgres.remove)
        postgres.start()
        running.enter_context(redis)
        settings = {
            "DATABASE_URL": postgres.url,
            "CONVERSATIONS_URL": postgres.url,
            "CHAT_REDIS_URL": redis.url,
            "CHAT_SECRET": secrets.token_urlsafe(32),
        }
        variables = Command((), environment=settings).variables
        subprocess.run([ROOT / "bin" / "load-catalogue"], env=variables, check=True)
        yield postgres, redis, settings
