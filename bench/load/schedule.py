"""When requests are due, whatever became of those before them: arrivals of a Poisson process."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

Phase = tuple[float, float]  # requests a second, and for how many seconds


def arrivals(phases: Sequence[Phase], seed: int) -> list[float]:
    """The seconds at which requests are due, from the start of the first phase."""
    randomness = random.Random(seed)
    due: list[float] = []
    start = 0.0
    for rate, seconds in phases:
        due += _arrivals_of(rate, start, start + seconds, randomness)
        start += seconds
    return due


def evenly(rate: float, seconds: float, offset: float = 0) -> list[float]:
    """The seconds at which requests are due that come like clockwork."""
    return [(number + offset) / rate for number in range(int(rate * seconds))]


def _arrivals_of(
    rate: float, start: float, end: float, randomness: random.Random
) -> Iterator[float]:
    """Those of one phase. Poisson arrivals have no memory, so each phase begins afresh."""
    if rate <= 0:
        return
    due = start + randomness.expovariate(rate)
    while due < end:
        yield due
        due += randomness.expovariate(rate)
