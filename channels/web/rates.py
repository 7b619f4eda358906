"""How often one conversation and one address may ask."""

from __future__ import annotations

import ipaddress
import math
import time

import limits
from limits.storage import Storage
from limits.strategies import MovingWindowRateLimiter

from channels.web import problems


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
        """Counts one request of `who`.

        Raises:
            Problem: 429, with the seconds to wait.
        """
        if not self._limiter.hit(self._rate, self._name, who):
            reset, _ = self._limiter.get_window_stats(self._rate, self._name, who)
            raise problems.too_many(max(1, math.ceil(reset - time.time())))


def address_key(address: str) -> str:
    """What stands for the address in the counts: IPv6 users own a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
