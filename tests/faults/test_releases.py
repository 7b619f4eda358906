"""Tables go from version to version, processes from release to release, and visitors talk on."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from actions.cluster_catalogue.engine import ROOT
from channels.web.conversations import Conversations
from channels.web.database import build_engine
from channels.web.schema import CONVERSATIONS
from migrations.engine import build_engine as patient_engine
from tests.faults.processes import SERVE, Process
from tests.faults.releases import EARLIER, serve_of, upgrade
from tests.faults.site import Site, settle
from tests.migrations.places import PostgresPlace

pytestmark = [pytest.mark.soak, pytest.mark.timeout(900)]  # a dozen starts, on a busy machine

OLDEST = 1
TIMES = 2
RESTART_SECONDS = 90.0  # until a release has come up on a busy machine, and every visitor is served
OLD_TURNS = 100_000  # a while's work for whoever makes an index of them
KEEP_A_TALK = (
    "INSERT INTO conversations (session, time) VALUES ('old', '2026-01-01 00:00:00.000000')"
)
KEEP_ITS_TURNS = f"""
    INSERT INTO turns (turn, session, time, bubbles)
    WITH RECURSIVE numbers (number) AS (
        SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {OLD_TURNS}
    )
    SELECT 'old-' || number, 'old', '2026-01-01 00:00:00.000000', '[]' FROM numbers
"""
# In no hurry: each visitor holds one talk, which goes on until the end.
PATIENT = {"pause": 0.5, "talk_messages": 900}
LONG_TALKS = {"CHAT_CONVERSATION_TURNS": "1000"}


def move_tables(site: Site, fault: str) -> None:
    """The tables go to the oldest version and to the newest again, under processes that serve."""
    settings = site.processes[0].environment
    newest = CONVERSATIONS.newest.number
    moves = (
        (("--to", str(OLDEST)), f"version {newest} → version {OLDEST}"),
        ((), f"version {OLDEST} → version {newest}"),
    )
    with patient_engine(site.engine.url).begin() as connection:
        connection.execute(text(KEEP_A_TALK))
        connection.execute(text(KEEP_ITS_TURNS))
    recovery = 0.0
    with site.load() as load:
        settle(load)
        for arguments, told in TIMES * moves:
            assert told in upgrade(settings, *arguments)
            recovery = max(recovery, load.wait_until_served(time.monotonic()))
            settle(load)
    site.conclude(fault, load, recovery)


def change_release(site: Site, earlier: tuple[str, ...], fault: str) -> None:
    """Processes of an earlier release give way to ours one by one, come back, and go again."""
    recovery = 0.0
    with site.load(**PATIENT) as load:
        settle(load)
        assert "tables d’avant les versions" in upgrade(site.processes[0].environment)
        settle(load)
        for command in (SERVE, earlier, SERVE):
            for process in site.processes:
                ended = process.replace(command)
                recovery = max(recovery, load.wait_until_served(ended, RESTART_SECONDS))
                settle(load)
    site.conclude(fault, load, recovery)
    assert len(load.talks) == len(load.visitors), "somebody had to begin another talk"


@pytest.fixture
def earlier(tmp_path) -> tuple[str, ...]:
    return serve_of(EARLIER, tmp_path / "earlier")


@pytest.fixture
def earlier_pair(tmp_path, postgres, redis, earlier) -> Iterator[Site]:
    """Two processes of an earlier release, with a database which they made."""
    url = PostgresPlace(postgres.url, "releases").url
    settings = {
        "DATABASE_URL": postgres.url,
        "CONVERSATIONS_URL": url,
        "CHAT_REDIS_URL": redis.url,
        **LONG_TALKS,
    }
    processes = [Process(tmp_path, settings, earlier) for _ in range(2)]
    try:
        for process in processes:
            process.start()
        yield Site(processes, build_engine(url), postgres, redis)
    finally:
        for process in processes:
            process.end()


def test_tables_of_two_processes(pair):
    try:
        move_tables(pair, "tables en arrière et en avant (PostgreSQL)")
    finally:
        Conversations(patient_engine(pair.engine.url)).erase("old")


def test_tables_of_the_only_process(single):
    move_tables(single(), "tables en arrière et en avant (SQLite)")


def test_two_processes_of_an_earlier_release(earlier_pair, earlier):
    change_release(earlier_pair, earlier, "version précédente, retour, de nouveau (un de deux)")


def test_the_only_process_is_of_an_earlier_release(single, earlier):
    catalogue = f"sqlite:///{ROOT / 'var' / 'clusters.db'}"
    site = single(command=earlier, DATABASE_URL=catalogue, **LONG_TALKS)
    change_release(site, earlier, "version précédente, retour, de nouveau (le seul, SQLite)")
