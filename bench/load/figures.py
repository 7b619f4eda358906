"""Figures from samples: latencies, rates, knees, slopes, recovery."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.load.running import Run
from bench.load.sample import Sample
from bench.peers.spread import percentile

LOST = 0.01  # share of requests refused at which a load is too much
LONGER = 5  # times the latency of the lightest load at which a load is too much
NEARLY = 0.95  # of the highest throughput
IN_A_ROW = 2  # windows after which latency counts as back to normal

Level = dict[str, Any]


def latencies(seconds: Iterable[float]) -> dict[str, float] | None:
    """Milliseconds; None when there is nothing."""
    known = [1000 * one for one in seconds]
    if not known:
        return None
    return {
        "p50": percentile(known, 50),
        "p95": percentile(known, 95),
        "p99": percentile(known, 99),
        "most": max(known),
        "mean": statistics.fmean(known),
    }


def level(run: Run, seconds: float, server_cpu: float) -> Level:
    """What one load came to.

    Args:
        run: what the client saw.
        seconds: that requests were sent.
        server_cpu: seconds of CPU of the server meanwhile.
    """
    answered = [one for one in run.samples if one.answered]
    return {
        **outcome(run.samples),
        "seconds": seconds,
        "messages_a_second": len(answered) / seconds,
        "requests_a_second": sum(one.accepted for one in run.samples) / seconds,
        "offered": len(run.samples) / seconds,
        "server_share": server_cpu / run.seconds,
        "client_share": run.cpu / run.seconds,
        "server_milliseconds": 1000 * server_cpu / max(1, len(answered)),
        "late": latencies(one.sent - one.due for one in run.samples),
    }


def outcome(samples: Sequence[Sample]) -> dict[str, Any]:
    """How many were answered and refused, and how fast."""
    refused = [one for one in samples if one.refused]
    waits = [one.wait for one in refused if one.wait is not None]
    return {
        "requests": len(samples),
        "messages": sum(one.answered for one in samples),
        "latency": latencies(one.seconds for one in samples if one.answered),
        "refused": Counter(str(one.status) for one in refused),
        "refused_share": len(refused) / max(1, len(samples)),
        "refusal": latencies(one.seconds for one in refused),
        "waits": [min(waits), max(waits)] if waits else None,
        "wrong": Counter(str(one.status) for one in samples if one.wrong),
    }


def closed_knee(levels: Sequence[Level]) -> Level:
    """The fewest visitors with nearly the highest throughput: more of them only wait longer."""
    most = max(one["messages_a_second"] for one in levels)
    return next(one for one in levels if one["messages_a_second"] >= NEARLY * most)


def open_knee(levels: Sequence[Level]) -> Level | None:
    """The last load that holds, before the first that does not; None when none holds."""
    lightest = levels[0]["latency"]
    holding = None
    for one in levels:
        if lightest is None or not _holds(one, lightest["p95"]):
            break
        holding = one
    return holding


def _holds(one: Level, light: float) -> bool:
    if one["latency"] is None or one["wrong"]:
        return False
    return one["refused_share"] <= LOST and one["latency"]["p95"] <= LONGER * light


def windows(samples: Sequence[Sample], start: float, width: float) -> list[dict[str, Any]]:
    """What became of the requests that were due in each window of time, one after the other."""
    parts: dict[int, list[Sample]] = {}
    for one in samples:
        parts.setdefault(int((one.due - start) / width), []).append(one)
    return [
        {"time": number * width, **_window(parts.get(number, []))}
        for number in range(max(parts, default=-1) + 1)
    ]


def _window(samples: Sequence[Sample]) -> dict[str, Any]:
    known = latencies(one.seconds for one in samples if one.answered)
    return {
        "p50": known and known["p50"],
        "p95": known and known["p95"],
        "accepted": sum(one.accepted for one in samples),
        "refused": sum(one.refused for one in samples),
    }


def recovery(seen: Sequence[dict[str, Any]], calm: float, over: float) -> float | None:
    """Seconds from the end of an overload until latency is back to normal.

    It is back once the median of windows in a row is no longer than what 95 % of the messages
    took before the overload, and nothing is refused any more.

    Args:
        seen: windows of time.
        calm: when the overload began.
        over: when it ended.
    """
    before = [one["p95"] for one in seen if one["time"] < calm and one["p95"] is not None]
    after = [one for one in seen if one["time"] >= over]
    if not before:
        return None
    usual = statistics.median(before)
    return _first_lasting(after, over, lambda one: _normal(one, usual))


def _normal(window: dict[str, Any], usual: float) -> bool:
    return not window["refused"] and (window["p50"] is None or window["p50"] <= usual)


def _first_lasting(
    windows: Sequence[dict[str, Any]], start: float, good: Callable[[dict[str, Any]], bool]
) -> float | None:
    for place in range(len(windows) - IN_A_ROW + 1):
        if all(map(good, windows[place : place + IN_A_ROW])):
            return windows[place]["time"] - start
    return None


def slope(points: Sequence[tuple[float, float]]) -> float:
    """By how much the second coordinate grows for one of the first (least squares)."""
    middle = statistics.fmean(x for x, _ in points)
    height = statistics.fmean(y for _, y in points)
    width = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * (y - height) for x, y in points) / width if width else 0.0
