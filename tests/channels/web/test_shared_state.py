"""Counts and locks of several processes, on a real Redis: shared, and gone on without."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from redis import Redis as Client

from channels.web.locks import ProcessLocks
from channels.web.outage import Outage
from channels.web.problems import Problem
from channels.web.rates import Limit
from channels.web.shared_state import SharedState, shared_state
from tests.services import Redis


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    server = Redis()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis(server: Redis) -> Redis:
    Client.from_url(server.url).flushall()
    return server


def to_wait(limit: Limit, who: str) -> int:
    """Seconds until `who` may ask again; 0 when they just did."""
    try:
        limit.spend(who)
    except Problem as problem:
        return int(problem.headers["Retry-After"]) if problem.status == 429 else -1
    return 0


def refused(limit: Limit, who: str) -> bool:
    seconds = to_wait(limit, who)
    return bool(seconds) and 1 <= seconds <= 60


def test_counts_are_those_of_all_processes(redis):
    here, there = (shared_state(redis.url).limit("3/minute", "session") for _ in range(2))
    assert [refused(one, "a") for one in (here, there, here, there, here)] == [False] * 3 + [
        True
    ] * 2
    assert not refused(there, "b")
    other = shared_state(redis.url).limit("3/minute", "address")
    assert not refused(other, "a")


def test_the_wait_ends_with_the_oldest_request(redis):
    limit = shared_state(redis.url).limit("2/4 seconds", "session")
    limit.spend("a")
    time.sleep(2.1)
    limit.spend("a")
    assert to_wait(limit, "a") == 2


def test_counts_go_on_in_the_process_while_redis_is_away(redis):
    limit = shared_state(redis.url).limit("2/minute", "session")
    limit.spend("a")
    redis.stop()
    try:
        assert [refused(limit, "a") for _ in range(3)] == [False, False, True]
    finally:
        redis.start()


def test_a_redis_that_hangs_is_waited_for_once(redis):
    limit = shared_state(redis.url).limit("100/minute", "session")
    limit.spend("a")
    redis.pause()
    try:
        start = time.monotonic()
        for _ in range(20):
            limit.spend("a")
        assert time.monotonic() - start < 5  # twenty waits would take ten seconds
    finally:
        redis.resume()


def test_an_outage_ends_by_itself():
    now = [0.0]
    outage = Outage("Redis", pause=2.0, clock=lambda: now[0])
    assert not outage.under_way
    outage.begin("gone")
    assert outage.under_way
    now[0] = 2.1
    assert not outage.under_way


async def turn(state: SharedState, session: str, log: list, name: str) -> None:
    async with state.locks.hold(session):
        log.append((name, "begins"))
        await asyncio.sleep(0.2)
        log.append((name, "ends"))


@pytest.mark.parametrize("processes", [1, 2])
def test_turns_of_a_conversation_come_one_after_the_other(redis, processes):
    async def talk():
        states = [shared_state(redis.url) for _ in range(processes)] * 2
        log: list = []
        await asyncio.gather(turn(states[0], "a", log, "x"), turn(states[1], "a", log, "y"))
        assert sorted([log[:2], log[2:]]) == [
            [(name, "begins"), (name, "ends")] for name in ("x", "y")
        ]

    asyncio.run(talk())


def test_turns_of_two_conversations_do_not_wait(redis):
    async def talk():
        state = shared_state(redis.url)
        log: list = []
        await asyncio.gather(turn(state, "a", log, "x"), turn(state, "b", log, "y"))
        assert [step for _, step in log] == ["begins", "begins", "ends", "ends"]

    asyncio.run(talk())


def test_a_turn_that_fails_gives_the_lock_back(redis):
    async def talk():
        state = shared_state(redis.url)
        with pytest.raises(ValueError, match="broken"):
            async with state.locks.hold("a"):
                raise ValueError("broken")
        start = time.monotonic()
        async with shared_state(redis.url).locks.hold("a"):
            assert time.monotonic() - start < 1

    asyncio.run(talk())


def test_a_process_that_died_with_the_lock_is_waited_for_so_long(redis, monkeypatch):
    monkeypatch.setattr("channels.web.locks.PATIENCE_SECONDS", 0.3)
    Client.from_url(redis.url).set("turn:a", "dead", px=60_000)

    async def talk():
        start = time.monotonic()
        async with shared_state(redis.url).locks.hold("a"):
            assert 0.2 < time.monotonic() - start < 3
        # Another's lock is not ours to give back.
        assert Client.from_url(redis.url).get("turn:a") == b"dead"

    asyncio.run(talk())


def test_turns_go_on_without_redis(redis):
    async def talk():
        state = shared_state(redis.url)
        redis.stop()
        try:
            log: list = []
            await asyncio.gather(turn(state, "a", log, "x"), turn(state, "a", log, "y"))
            assert [step for _, step in log] == ["begins", "ends"] * 2
        finally:
            redis.start()
        async with state.locks.hold("a"):
            pass

    asyncio.run(talk())


def test_without_an_address_all_stays_in_the_process():
    assert isinstance(shared_state("").locks, ProcessLocks)
