"""Figures and outcomes in the French of the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.load.effort import Effort
from bench.peers.french import NO_BREAK, date, number

NOTHING = "–"


def milliseconds(latency: Mapping[str, float] | None, name: str) -> str:
    """One of the percentiles, without its unit."""
    if latency is None:
        return NOTHING
    value = latency[name]
    return number(value, 0 if value >= 100 else 1)


def three(latency: Mapping[str, float] | None) -> list[str]:
    """p50, p95 and p99."""
    return [milliseconds(latency, name) for name in ("p50", "p95", "p99")]


def refusals(found: Mapping[str, Any]) -> str:
    """How many were refused, by status: 429 × 120."""
    told = [f"{status} × {number(count)}" for status, count in sorted(found["refused"].items())]
    return ", ".join(told) or "0"


def waits(found: Mapping[str, Any]) -> str:
    """The seconds of Retry-After."""
    if not found["waits"]:
        return NOTHING
    low, high = found["waits"]
    span = number(low) if low == high else f"{number(low)} à {number(high)}"
    return f"{span}{NO_BREAK}s"


def failures(found: Mapping[str, Any]) -> str:
    """How many failed."""
    return number(sum(found["wrong"].values()))


def share(value: float) -> str:
    """A share, with a decimal only where it tells something: 40 %, 1 %, 0,3 %."""
    percents = round(100 * value, 1)
    digits = 0 if percents >= 10 or percents == int(percents) else 1
    return f"{number(percents, digits)}{NO_BREAK}%"


def machine(part: Mapping[str, Any]) -> str:
    """On what machine, and when; and a warning when it was but a try."""
    seen = part["machine"]
    told = (
        f"Mesuré le {date(seen['date'])}{NO_BREAK}: {seen['cores']} cœurs ({seen['processor']}), "
        f"{seen['memory_gb']}{NO_BREAK}Go de mémoire, {seen['system']}, Python {seen['python']}. "
        f"Charge de la machine au départ{NO_BREAK}: {number(seen['busy'], 1)}."
    )
    return f"{told}{warning(part)}"


def warning(part: Mapping[str, Any]) -> str:
    """Says so when less was measured than is meant to be."""
    if part["effort"]["closed_seconds"] >= Effort().closed_seconds:
        return ""
    return f" **Mesure d’essai**{NO_BREAK}: ces chiffres ne prouvent rien."
