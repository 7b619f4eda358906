"""Middles, tails and spreads."""

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Spread(NamedTuple):
    """A figure over several runs: the median and the extremes."""

    middle: float
    low: float
    high: float


def spread_of(values: Iterable[float]) -> Spread:
    """That of the figures of each run."""
    known = list(values)
    return Spread(statistics.median(known), min(known), max(known))


def percentile(values: Sequence[float], percent: float) -> float:
    """The least value that at least `percent` of all values do not exceed."""
    return sorted(values)[max(1, math.ceil(percent / 100 * len(values))) - 1]


def slope(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """By how much `ys` grow for one of `xs` (least squares); None where there is too little."""
    return statistics.linear_regression(xs, ys).slope if len(set(xs)) > 1 else None
