"""Middles, tails and spreads."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NORMAL_95 = 1.96


@dataclass(frozen=True)
class Spread:
    """A figure over several runs.

    Attributes:
        middle: the median.
        low: the least.
        high: the greatest.
    """

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """That of the figures of each run."""
        known = list(values)
        return cls(statistics.median(known), min(known), max(known))


def percentile(values: Sequence[float], percent: float) -> float:
    """The least value that at least `percent` of all values do not exceed."""
    place = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(place, 1) - 1]


def share_interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, square = right / total, NORMAL_95**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    width = math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    width *= NORMAL_95 / (1 + square / total)
    return middle - width, middle + width
