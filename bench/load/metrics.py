"""Rows of figures from samples (their columns are those of the tables); knees, recovery."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from bench.french import number, percentile, spread_of
from bench.load.scenario import Sample

LOST = 1  # % of requests refused at which a load is too much
LONGER = 5  # times the latency of the lightest load at which a load is too much
NEARLY = 0.95  # of the highest throughput

Row = dict[str, Any]


def tail(seconds: Iterable[float], percent: float) -> float | None:
    """A percentile in milliseconds; None of nothing."""
    known = [1000 * one for one in seconds]
    return percentile(known, percent) if known else None


def answered(samples: Iterable[Sample]) -> list[Sample]:
    """The messages that were answered."""
    return [one for one in samples if one.accepted and one.kind == "message"]


def latencies(samples: Iterable[Sample]) -> Row:
    """Of the messages that were answered, from when they were due."""
    seconds = [one.end - one.due for one in answered(samples)]
    return {f"p{percent} (ms)": tail(seconds, percent) for percent in (50, 95, 99)}


def refusals(samples: Iterable[Sample]) -> Row:
    """How many requests were refused, by status, and for how long."""
    refused = [one for one in samples if one.refused]
    statuses = sorted(Counter(one.status for one in refused).items())
    waits = sorted({one.wait or 0 for one in refused})
    return {
        "refusées": ", ".join(f"{status} × {number(count)}" for status, count in statuses) or "0",
        "`Retry-After` (s)": " à ".join(map(number, dict.fromkeys(waits[:1] + waits[-1:]))),
    }


def failures(samples: Iterable[Sample]) -> int:
    """Requests that were neither done nor refused in order."""
    return sum(not one.accepted and not one.refused for one in samples)


def level(samples: Sequence[Sample], seconds: float, **more: Any) -> Row:
    """What one load came to; latencies are of the messages that were answered."""
    refused = [one for one in samples if one.refused]
    return {
        **more,
        "demandes/s": len(samples) / seconds,
        "servies/s": sum(one.accepted for one in samples) / seconds,
        "messages/s": len(answered(samples)) / seconds,
        **latencies(samples),
        **refusals(samples),
        "refusées (%)": 100 * len(refused) / max(1, len(samples)),
        "refus, p95 (ms)": tail((one.end - one.due for one in refused), 95),
        "échecs": failures(samples),
        "retard du client, p99 (ms)": tail((one.sent - one.due for one in samples), 99),
    }


def closed_knee(rows: Sequence[Row]) -> Row:
    """The fewest users with nearly the highest throughput: more of them only wait longer."""
    most = max(row["messages/s"] for row in rows)
    return next(row for row in rows if row["messages/s"] >= NEARLY * most)


def open_knee(rows: Sequence[Row]) -> Row | None:
    """The last load that holds, before the first that does not; None when none holds."""
    knee = None
    for row in rows:
        lost = row["échecs"] or row["refusées (%)"] > LOST or row["p95 (ms)"] is None
        if lost or row["p95 (ms)"] > LONGER * rows[0]["p95 (ms)"]:
            break
        knee = row
    return knee


def windows(samples: Sequence[Sample], start: float, width: float) -> list[Row]:
    """What became of the requests that were due in each window of time, one after the other."""
    parts: dict[int, list[Sample]] = {}
    for one in samples:
        parts.setdefault(int((one.due - start) / width), []).append(one)
    places = range(max(parts, default=-1) + 1)
    return [level(parts.get(place, []), width, secondes=place * width) for place in places]


def recovery(seen: Sequence[Row], calm: float, over: float) -> float | None:
    """Seconds from the end of an overload (`calm` to `over`) until latency is back to normal.

    It is back once the median of two windows in a row is no longer than what 95 % of the messages
    took before the overload, and nothing is refused any more.
    """
    usual = spread_of(row["p95 (ms)"] or 0 for row in seen if row["secondes"] < calm).middle
    after = [row for row in seen if row["secondes"] >= over]
    good = [not row["refusées (%)"] and (row["p50 (ms)"] or 0) <= usual for row in after]
    back = (row for row, *pair in zip(after, good, good[1:]) if all(pair))
    return next((float(row["secondes"] - over) for row in back), None)
