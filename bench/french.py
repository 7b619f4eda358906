"""Middles and spreads, and figures as French writes them, in Markdown tables."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

NO_BREAK, THIN, NOTHING = "\u00a0", "\u202f", "–"
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


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


def number(value: float, digits: int = 0, unit: str = "") -> str:
    """With a decimal comma: 1 234,5 ms."""
    written = f"{value:,.{digits}f}".replace(",", THIN).replace(".", ",")
    return written + (unit and f"{NO_BREAK}{unit}")


def spread(value: Spread, digits: int, unit: str = "") -> str:
    """The median with the extremes: 12,3 ms (11,9 à 14,0)."""
    low, high = (number(one, digits) for one in (value.low, value.high))
    return f"{number(value.middle, digits, unit)} ({low} à {high})"


def date(iso: str) -> str:
    """A day: 1er mai 2026, from 2026-05-01."""
    year, month, day = map(int, iso.split("-"))
    return f"{'1er' if day == 1 else day} {MONTHS.split()[month - 1]} {year}"


def cell(value: Any) -> str:
    """Text as it is; of a number below 100 that is not whole by nature, a decimal."""
    if value is None or isinstance(value, str):
        return value or NOTHING
    return number(value, 0 if isinstance(value, int) or abs(value) >= 100 else 1)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A Markdown table of rows that have the same columns."""
    lines = [list(rows[0]), *([cell(value) for value in row.values()] for row in rows)]
    head, *body = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|---" * len(rows[0]) + "|", *body])
