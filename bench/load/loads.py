"""The closed and the open loop on one server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load.accounts import cpu_seconds
from bench.load.effort import Effort
from bench.load.figures import Level, level, recovery, windows
from bench.load.plans import Closed, Open, Plan
from bench.load.running import Run, run, two_cores
from bench.load.servers import NO_LIMITS, Server, server

ENDLESS = 600.0  # seconds; the number of messages ends the run before
PROBE_VISITORS = 8  # that keep the server busy, and are never refused
HALF = 0.5  # of the capacity: the load before and after the overload
WINDOW = 0.5  # seconds

Say = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """A server and a client, each on its own core where there are two."""

    server: Server
    client_core: int | None

    def measure(self, plan: Plan, seconds: float) -> tuple[Run, float]:
        """What the client saw, and the seconds of CPU of the server meanwhile."""
        before = cpu_seconds([self.server.process])
        seen = run(plan, seconds, self.client_core)
        return seen, cpu_seconds([self.server.process]) - before

    def closed(self, visitors: int, seconds: float, seed: int) -> Level:
        """One load of the closed loop."""
        plan = Closed((self.server.port,), visitors, seconds, seed=seed)
        seen, cpu = self.measure(plan, seconds)
        return {"visitors": visitors, **level(seen, seconds, cpu)}

    def warm_up(self, messages: int) -> None:
        """Lets the server answer for a while; nothing is kept of it."""
        each = max(1, messages // PROBE_VISITORS)
        self.measure(Closed((self.server.port,), PROBE_VISITORS, ENDLESS, each, seed=99), ENDLESS)


def measure_closed(effort: Effort, folder: Path, say: Say) -> dict[str, Any]:
    """Throughput and latency for each number of visitors."""
    cores = two_cores()
    with server(folder, NO_LIMITS, cores[0]) as ours:
        bench = Bench(ours, cores[1])
        bench.warm_up(effort.warm_up)
        levels = []
        for seed, visitors in enumerate(effort.visitors):
            levels.append(bench.closed(visitors, effort.closed_seconds, seed))
            say(f"{visitors} visitors: {levels[-1]['messages_a_second']:.1f} messages/s")
    return {"pinned": cores[0] is not None, "levels": levels}


def measure_open(effort: Effort, folder: Path, say: Say) -> dict[str, Any]:
    """What becomes of loads below and above the capacity, and how an overload ends."""
    cores = two_cores()
    with server(folder, NO_LIMITS, cores[0]) as ours:
        bench = Bench(ours, cores[1])
        bench.warm_up(effort.warm_up)
        capacity = bench.closed(PROBE_VISITORS, effort.closed_seconds, seed=50)
        rate = capacity["requests_a_second"]
        say(f"capacity: {rate:.1f} requests/s")
        levels = []
        for seed, share in enumerate(effort.shares, 100):
            levels.append(_open(bench, share, rate, effort.open_seconds, seed))
            say(
                f"{share:.0%}: {levels[-1]['messages_a_second']:.1f} messages/s, "
                f"{levels[-1]['refused_share']:.1%} refused"
            )
        over = _overload(bench, rate, effort)
        say(f"recovery: {over['recovery']} s")
    return {
        "pinned": cores[0] is not None,
        "capacity": capacity,
        "levels": levels,
        "overload": over,
    }


def _open(bench: Bench, share: float, rate: float, seconds: float, seed: int) -> Level:
    plan = Open((bench.server.port,), ((share * rate, seconds),), seed)
    seen, cpu = bench.measure(plan, seconds)
    return {"share": share, **level(seen, seconds, cpu)}


def _overload(bench: Bench, rate: float, effort: Effort) -> dict[str, Any]:
    """Half the capacity, then as much as the highest of the loads, then half again."""
    most = max(effort.shares)
    before, during, after = effort.overload
    phases = ((HALF * rate, before), (most * rate, during), (HALF * rate, after))
    seen, _ = bench.measure(Open((bench.server.port,), phases, seed=200), sum(effort.overload))
    found = windows(seen.samples, seen.start, WINDOW)
    return {
        "share": most,
        "calm": before,
        "over": before + during,
        "window": WINDOW,
        "windows": found,
        "recovery": recovery(found, before, before + during),
        "wrong": sum(one.wrong for one in seen.samples),
    }
