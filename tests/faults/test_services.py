"""PostgreSQL and Redis are restarted, hang, or refuse to write."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.faults.processes import children, freeze, thaw, wait_until
from tests.faults.site import Site, settle

pytestmark = pytest.mark.soak

AWAY_SECONDS = 4.0
HANG_SECONDS = 20.0  # longer than a visitor waits for an answer, whatever it is
LOCK_SECONDS = 15.0  # longer than a turn may take


def under(site: Site, fault: str, disturbance: contextlib.AbstractContextManager) -> None:
    """A load during which the disturbance begins and ends; all visitors are served again."""
    with site.load() as load:
        settle(load)
        with disturbance:
            pass
        recovery = load.wait_until_served(time.monotonic())
        settle(load)
    site.conclude(fault, load, recovery)


@contextlib.contextmanager
def stopped(postgres) -> Iterator[None]:
    postgres.stop()
    try:
        time.sleep(AWAY_SECONDS)
        yield
    finally:
        postgres.start()


@contextlib.contextmanager
def crashed(postgres) -> Iterator[None]:
    os.kill(postgres.pid, signal.SIGQUIT)  # what « pg_ctl stop -m immediate » sends
    wait_until(lambda: not postgres.running, 20, "PostgreSQL does not end")
    try:
        time.sleep(1)
        yield
    finally:
        postgres.start()


@contextlib.contextmanager
def frozen(postgres) -> Iterator[None]:
    """The server is there, takes connections and says nothing."""
    pids = [postgres.pid, *children(postgres.pid)]
    freeze(pids)
    try:
        time.sleep(HANG_SECONDS)
        yield
    finally:
        thaw(pids)


@contextlib.contextmanager
def locked(postgres) -> Iterator[None]:
    """Somebody holds the tables, as a careless migration does."""
    engine = create_engine(postgres.url, future=True)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE conversations, turns IN ACCESS EXCLUSIVE MODE"))
        time.sleep(LOCK_SECONDS)
    engine.dispose()
    yield


@contextlib.contextmanager
def read_only(postgres) -> Iterator[None]:
    engine = create_engine(postgres.url, isolation_level="AUTOCOMMIT", future=True)

    def say(*statements: str) -> None:
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    say("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    try:
        time.sleep(AWAY_SECONDS)
        yield
    finally:
        say("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")
        engine.dispose()


@contextlib.contextmanager
def redis_away(redis) -> Iterator[None]:
    redis.stop()
    try:
        time.sleep(AWAY_SECONDS)
        yield
    finally:
        redis.start()


@contextlib.contextmanager
def redis_hanging(redis) -> Iterator[None]:
    redis.pause()
    try:
        time.sleep(HANG_SECONDS)
        yield
    finally:
        redis.resume()


def test_postgresql_restarted(pair):
    under(pair, "PostgreSQL redémarré", stopped(pair.postgres))


def test_postgresql_crashed(pair):
    under(pair, "PostgreSQL arrêté net (immediate)", crashed(pair.postgres))


def test_postgresql_hanging(pair):
    under(pair, "PostgreSQL figé", frozen(pair.postgres))


def test_postgresql_locked(pair):
    under(pair, "PostgreSQL : tables verrouillées", locked(pair.postgres))


def test_postgresql_read_only(pair):
    under(pair, "PostgreSQL en lecture seule", read_only(pair.postgres))


def test_redis_restarted(pair):
    under(pair, "Redis redémarré", redis_away(pair.redis))


def test_redis_hanging(pair):
    under(pair, "Redis figé", redis_hanging(pair.redis))
