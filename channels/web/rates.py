"""How often one conversation and one address may ask."""

from __future__ import annotations

import ipaddress
import math
import time
from typing import Protocol

import limits
from limits.storage import Storage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from channels.web import problems
from channels.web.outage import Outage


class Limit(Protocol):
    """How often somebody may ask."""

    def spend(self, who: str) -> None:
        """Counts one request of `who`.

        Raises:
            Problem: 429, with the seconds to wait.
        """
        ...


class Rate:
    """One rate limit, over a moving window.

    Args:
        storage: keeps the counts, in this process or in Redis.
        rate: as "30/minute".
        name: keeps the counts of different limits apart.
    """

    def __init__(self, storage: Storage, rate: str, name: str) -> None:
        self._storage = storage  # the limiter holds it by a weak reference only
        self._limiter = MovingWindowRateLimiter(storage)
        self._rate = limits.parse(rate)
        self._name = name

    def spend(self, who: str) -> None:
        """See `Limit`."""
        if not self._limiter.hit(self._rate, self._name, who):
            reset, _ = self._limiter.get_window_stats(self._rate, self._name, who)
            raise problems.too_many(max(1, math.ceil(reset - time.time())))


class SharedRate:
    """A rate limit over all processes; over this one alone while Redis is away.

    Args:
        shared: counts in Redis.
        own: counts in this process.
        outage: whether Redis is away.
    """

    def __init__(self, shared: Limit, own: Limit, outage: Outage) -> None:
        self._shared = shared
        self._own = own
        self._outage = outage

    def spend(self, who: str) -> None:
        """See `Limit`."""
        if not self._outage.under_way:
            try:
                return self._shared.spend(who)
            except RedisError as error:
                self._outage.begin(error)
        self._own.spend(who)


def address_key(address: str) -> str:
    """What stands for the address in the counts: IPv6 users own a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
