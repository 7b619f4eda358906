"""Figures as French writes them, and Markdown tables of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.spread import Spread

NO_BREAK, THIN, NOTHING = "\u00a0", "\u202f", "–"
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


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
