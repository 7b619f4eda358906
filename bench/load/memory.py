"""Memory of a server over many messages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.load.accounts import Watch, Weight
from bench.load.effort import Effort
from bench.load.figures import outcome, slope
from bench.load.loads import Bench, Say
from bench.load.plans import Closed
from bench.load.running import Run, two_cores
from bench.load.servers import NO_LIMITS, server
from bench.load.visits import OPEN

VISITORS = 4
LONGEST = 900.0  # seconds
PART = 1000  # messages whose latencies are put together


def measure_memory(effort: Effort, folder: Path, say: Say) -> dict[str, Any]:
    """Memory while messages are answered, and what it grows by once the server has settled."""
    cores = two_cores()
    with server(folder, NO_LIMITS, cores[0]) as ours:
        plan = Closed((ours.port,), VISITORS, LONGEST, effort.messages // VISITORS, seed=300)
        with Watch(ours.process, ours.database, effort.sample_seconds) as watch:
            seen, cpu = Bench(ours, cores[1]).measure(plan, LONGEST)
    series = along(watch.seen, seen)
    found = {
        **outcome(seen.samples),
        "seconds": seen.seconds,
        "conversations": sum(one.accepted and one.kind == OPEN for one in seen.samples),
        "server_milliseconds": 1000 * cpu / max(1, len(series) and series[-1]["messages"]),
        "settled": effort.settled,
        "series": series,
        "growth": growth(series, effort.settled),
        "parts": parts(seen),
    }
    say(f"memory grows by {found['growth']} MB per 1000 messages")
    return found


def along(weights: Sequence[Weight], seen: Run) -> list[dict[str, float]]:
    """The weights by the number of messages that had been answered at that moment."""
    ends = [one.end for one in seen.samples if one.answered]
    return [
        {
            "messages": bisect_right(ends, one.time),
            "rss": one.rss,
            "pss": one.pss,
            "database": one.database,
        }
        for one in weights
    ]


def growth(series: Sequence[dict[str, float]], settled: int) -> dict[str, float] | None:
    """MB per 1 000 messages after the first `settled`; None when there is too little to tell."""
    late = [one for one in series if one["messages"] >= settled]
    if len(late) < 2:
        return None
    return {
        name: 1000 * slope([(one["messages"], one[name]) for one in late])
        for name in ("rss", "pss", "database")
    }


def parts(seen: Run) -> list[dict[str, Any]]:
    """Speed of each thousand messages: what is flat in memory may still grow slow."""
    answered = [one for one in seen.samples if one.answered]
    cuts = range(0, len(answered) - len(answered) % PART, PART)
    return [
        {
            "messages": cut + PART,
            "messages_a_second": PART / (answered[cut + PART - 1].end - answered[cut].end),
            "latency": outcome(answered[cut : cut + PART])["latency"],
        }
        for cut in cuts
    ]
