"""How often one conversation and one address may ask."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Protocol

import limits
from limits.storage import RedisStorage
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


class OwnRate:
    """A rate limit over a moving window, counted in this process.

    The library's counts in memory forget nobody and look at all of them at each request: 27 ms
    with 100 000 conversations. Here who is silent for a whole window is forgotten.

    Args:
        rate: as "30/minute".
        clock: seconds that never go back.
    """

    def __init__(self, rate: str, clock: Callable[[], float] = time.monotonic) -> None:
        parsed = limits.parse(rate)
        self._most: int = parsed.amount
        self._window: float = parsed.get_expiry()
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()  # the longest silent first

    def spend(self, who: str) -> None:
        """See `Limit`."""
        now = self._clock()
        self._forget(now - self._window)
        times = self._times.setdefault(who, deque(maxlen=self._most))
        if len(times) == self._most and times[0] > now - self._window:
            raise problems.too_many(max(1, math.ceil(times[0] + self._window - now)))
        times.append(now)
        self._times.move_to_end(who)

    def _forget(self, before: float) -> None:
        while self._times:
            who, times = next(iter(self._times.items()))
            if times[-1] > before:
                return
            del self._times[who]


class RedisRate:
    """A rate limit over a moving window, counted in Redis.

    Args:
        storage: the server.
        rate: as "30/minute".
        name: keeps the counts of different limits apart.
    """

    def __init__(self, storage: RedisStorage, rate: str, name: str) -> None:
        self._storage = storage
        self._limiter = MovingWindowRateLimiter(storage)
        self._rate = limits.parse(rate)
        self._name = name

    def spend(self, who: str) -> None:
        """See `Limit`.

        Raises:
            RedisError: Redis is away.
        """
        if not self._limiter.hit(self._rate, self._name, who):
            raise problems.too_many(self._seconds_to_wait(who))

    def _seconds_to_wait(self, who: str) -> int:
        """Until the oldest request that counts is out of the window.

        The limiter's own `get_window_stats` goes by the newest one, and says too much.
        """
        window = self._rate.get_expiry()
        # The library's own list, the newest first.
        oldest = self._storage.storage.lindex(
            self._rate.key_for(self._name, who), self._rate.amount - 1
        )
        seconds = math.ceil(float(oldest or 0) + window - time.time())
        return min(max(1, seconds), window)


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
                self._outage.begin(type(error).__name__)
        self._own.spend(who)


def address_key(address: str) -> str:
    """What stands for the address in the counts: IPv6 users own a whole /64.

    Args:
        address: IPv4, also written as IPv6; IPv6, in brackets or not.
    """
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
