"""Real servers: `bin/serve` on free ports of this machine alone."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.load.errors import LoadError
from bench.load.places import MODEL, ROOT
from bench.load.running import held_on
from bench.peers.contestant import Command, last_words
from bench.peers.processes import free_port, stop
from tests.services import Postgres, Redis

PATIENCE = 180  # seconds for a server to come up on a busy machine
# Few addresses and conversations send all: the limits would measure themselves.
NO_LIMITS = {
    "CHAT_SESSION_RATE": "100000/minute",
    "CHAT_ADDRESS_RATE": "1000000/minute",
    "CHAT_OPENING_RATE": "1000000/minute",
}


@dataclass(frozen=True)
class Server:
    """A server that takes visitors.

    Attributes:
        port: where.
        process: leads a session of its own.
        database: the SQLite file of the conversations; missing where PostgreSQL keeps them.
    """

    port: int
    process: int
    database: Path


@dataclass(frozen=True)
class Services:
    """The database and the counts that several servers share.

    Attributes:
        variables: what the servers are told of them.
        postgres: process of PostgreSQL.
        redis: process of Redis.
    """

    variables: Mapping[str, str]
    postgres: int
    redis: int


@contextlib.contextmanager
def server(folder: Path, variables: Mapping[str, str], core: int | None = None) -> Iterator[Server]:
    """One server while a `with` block runs.

    Args:
        folder: for its log and its database.
        variables: its settings.
        core: where it is held; None for any.

    Raises:
        LoadError: it does not come up.
    """
    if not MODEL.exists():
        raise LoadError("the assistant is not trained: run « make setup »")
    folder.mkdir(parents=True)
    port, database, log = free_port(), folder / "conversations.db", folder / "log"
    settings = {
        "CONVERSATIONS_URL": f"sqlite:///{database}",
        "CHAT_SECRET": secrets.token_urlsafe(32),
        **variables,
    }
    command = Command((str(ROOT / "bin" / "serve"), "--port", str(port)), ROOT, settings)
    with log.open("wb") as written, held_on(core):
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=command.variables,
            start_new_session=True,
            stdout=written,
            stderr=written,
        )
    try:
        _wait(port, process, log)
        yield Server(port, process.pid, database)
    finally:
        stop([process])


@contextlib.contextmanager
def services() -> Iterator[Services]:
    """PostgreSQL with the catalogue, and Redis, while a `with` block runs.

    Raises:
        LoadError: one of them is not installed, or the catalogue cannot be loaded.
    """
    if not sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        raise LoadError("PostgreSQL is missing: apt-get install postgresql")
    if not shutil.which("redis-server"):
        raise LoadError("Redis is missing: apt-get install redis-server")
    postgres, redis = Postgres(), Redis()
    with contextlib.ExitStack() as running:
        running.callback(postgres.remove)
        postgres.start()
        redis.start()
        running.callback(redis.stop)
        variables = {
            "DATABASE_URL": postgres.url,
            "CONVERSATIONS_URL": postgres.url,
            "CHAT_REDIS_URL": redis.url,
            "CHAT_SECRET": secrets.token_urlsafe(32),
        }
        _load_catalogue(variables)
        yield Services(variables, postgres.pid, redis.pid)


def _load_catalogue(variables: Mapping[str, str]) -> None:
    command = Command((str(ROOT / "bin" / "load-catalogue"),), ROOT, variables)
    done = subprocess.run(
        command.arguments, cwd=command.folder, env=command.variables, capture_output=True
    )
    if done.returncode:
        raise LoadError(done.stderr.decode(errors="replace"))


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/ready", timeout=5).close()
            return
        time.sleep(0.1)
    raise LoadError(f"the server does not come up:\n{last_words(log)}")
