"""A deployment on two processes: PostgreSQL, Redis, and nginx in front."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT, build_engine
from actions.cluster_catalogue.load import load_catalogue
from tests.deploy.nginx import Nginx
from tests.servers import Server
from tests.services import Postgres, Redis


class Deployment:
    """Two processes behind nginx."""

    def __init__(self, folder: Path, postgres: Postgres, redis: Redis) -> None:
        self.postgres = postgres
        settings = {
            "DATABASE_URL": postgres.url,
            "CONVERSATIONS_URL": postgres.url,
            "CHAT_REDIS_URL": redis.url,
            "CHAT_OPENING_RATE": "12/minute",
            "CHAT_SESSION_RATE": "1000/minute",
            "SANIC_PROXIES_COUNT": "1",
        }
        folders = [folder / name for name in ("one", "two")]
        for one in folders:
            one.mkdir()
        self.servers = [Server(one, **settings) for one in folders]
        self._running = [False, False]
        self.nginx = Nginx(folder, [server.port for server in self.servers])

    def start_what_is_stopped(self) -> None:
        stopped = [at for at, runs in enumerate(self._running) if not runs]
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda at: self.servers[at].start(), stopped))
        self._running = [True, True]

    def stop(self, at: int) -> None:
        """Ends one process as systemd would, if it runs."""
        if self._running[at]:
            self._running[at] = False
            self.servers[at].stop()

    def start(self, at: int) -> None:
        self.servers[at].start()
        self._running[at] = True

    def stop_all(self) -> None:
        for at in range(len(self.servers)):
            self.stop(at)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    postgres = Postgres()
    postgres.start()
    load_catalogue(ROOT / "data" / "clusters.yml", build_engine(postgres.url))
    yield postgres
    postgres.remove()


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    redis = Redis()
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture(scope="session")
def whole_deployment(tmp_path_factory, postgres, redis) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path_factory.mktemp("deployment"), postgres, redis)
    deployment.start_what_is_stopped()
    deployment.nginx.start()
    yield deployment
    deployment.nginx.stop()
    deployment.stop_all()


@pytest.fixture
def deployment(whole_deployment) -> Deployment:
    """The deployment with both processes at work, whatever another test did to them."""
    whole_deployment.start_what_is_stopped()
    return whole_deployment
