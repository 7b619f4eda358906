"""What the fault tests share: processes that serve, with real services behind them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.web.database import build_engine
from tests.faults.processes import SERVE, Process
from tests.faults.site import Site
from tests.services import Postgres, Redis


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    environment = {**os.environ, "DATABASE_URL": server.url}
    subprocess.run([ROOT / "bin" / "load-catalogue"], env=environment, check=True, timeout=60)
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    server = Redis()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _pair(tmp_path_factory, postgres: Postgres, redis: Redis) -> Iterator[Site]:
    settings = {
        "DATABASE_URL": postgres.url,
        "CONVERSATIONS_URL": postgres.url,
        "CHAT_REDIS_URL": redis.url,
    }
    folder = tmp_path_factory.mktemp("pair")
    processes = [Process(folder, settings) for _ in range(2)]
    try:
        site = Site(processes, build_engine(postgres.url), postgres, redis)
        site.revive()
        yield site
    finally:
        for process in processes:
            process.end()


@pytest.fixture
def pair(_pair: Site) -> Site:
    """Two processes on one PostgreSQL and one Redis, all of them up."""
    _pair.revive()
    return _pair


@pytest.fixture
def single(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Starts one process with a database in SQLite; `folder` is where it is kept."""
    started: list[Process] = []

    def start(folder: Path = tmp_path, command=SERVE, **settings: str) -> Site:
        url = f"sqlite:///{folder / 'conversations.db'}"
        process = Process(tmp_path, {"CONVERSATIONS_URL": url, **settings}, command)
        started.append(process)
        process.start()
        return Site([process], build_engine(url))

    yield start
    for process in started:
        process.end()
