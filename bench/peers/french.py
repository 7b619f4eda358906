"""Figures as French writes them."""

from __future__ import annotations

from collections.abc import Iterable

from bench.peers.spread import Spread

NO_BREAK = "\u00a0"
THIN = "\u202f"  # between thousands
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def number(value: float, digits: int = 0) -> str:
    """With a decimal comma: 1 234,5."""
    return f"{value:,.{digits}f}".replace(",", THIN).replace(".", ",")


def percent(share: float) -> str:
    """A share: 92,6 %."""
    return f"{number(100 * share, 1)}{NO_BREAK}%"


def spread(value: Spread, digits: int, unit: str = "") -> str:
    """The median with the extremes: 12,3 ms (11,9 à 14,0)."""
    middle, low, high = (number(one, digits) for one in (value.middle, value.low, value.high))
    unit = unit and f"{NO_BREAK}{unit}"
    return f"{middle}{unit} ({low} à {high})"


def date(iso: str) -> str:
    """A day: 1er mai 2026, from 2026-05-01."""
    year, month, day = map(int, iso.split("-"))
    return f"{'1er' if day == 1 else day} {MONTHS[month - 1]} {year}"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; the first row is its head."""
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *body])
