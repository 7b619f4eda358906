"""What several processes share besides the database: counts and locks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from limits.storage import RedisStorage
from redis.asyncio import Redis

from channels.web.locks import ProcessLocks, RedisLocks, TurnLocks
from channels.web.outage import Outage
from channels.web.rates import Limit, OwnRate, RedisRate, SharedRate

REDIS_SECONDS = 0.5  # a turn waits no longer for Redis


@dataclass(frozen=True)
class SharedState:
    """Where counts and locks live.

    Attributes:
        limit: makes a rate limit of a rate ("30/minute") and its name.
        locks: keep the turns of a conversation apart.
    """

    limit: Callable[[str, str], Limit]
    locks: TurnLocks


def shared_state(redis_url: str, away: Callable[[], None] = lambda: None) -> SharedState:
    """In Redis, for any number of processes; in this process alone when there is no address.

    Args:
        redis_url: its address, or nothing.
        away: is called each time that Redis does not answer.
    """
    return _in_redis(redis_url, away) if redis_url else _in_this_process()


def _in_this_process() -> SharedState:
    return SharedState(lambda rate, _name: OwnRate(rate), ProcessLocks())


def _in_redis(url: str, away: Callable[[], None]) -> SharedState:
    waits = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    outage = Outage("Redis", told=away)
    storage = RedisStorage(url, **waits)

    def limit(rate: str, name: str) -> Limit:
        return SharedRate(RedisRate(storage, rate, name), OwnRate(rate), outage)

    return SharedState(limit, RedisLocks(Redis.from_url(url, **waits), outage))
