"""CPU of a message: two processes with PostgreSQL and Redis, over one with SQLite."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load.accounts import cpu_seconds
from bench.load.effort import Effort
from bench.load.errors import LoadError
from bench.load.figures import outcome
from bench.load.loads import Say
from bench.load.plans import Closed
from bench.load.running import run
from bench.load.servers import NO_LIMITS, Server, server, services

VISITORS = 2  # the same for both; their messages alternate between the processes
LONGEST = 300.0  # seconds


@dataclass(frozen=True)
class Site:
    """Servers that visitors take for one.

    Attributes:
        servers: the processes that answer.
        postgres: of PostgreSQL, if there is one.
        redis: of Redis, if there is one.
    """

    servers: Sequence[Server]
    postgres: Sequence[int] = ()
    redis: Sequence[int] = ()

    def cpu(self) -> dict[str, float]:
        """Seconds so far, apart."""
        return {
            "servers": cpu_seconds(one.process for one in self.servers),
            "postgres": cpu_seconds(self.postgres),
            "redis": cpu_seconds(self.redis),
        }


def measure_scale(effort: Effort, folder: Path, say: Say) -> dict[str, Any]:
    """Both in turn, several times, all the while running."""
    with _alone(folder) as alone, _together(folder) as together:
        for site in (alone, together):
            turn(site, effort.warm_up, seed=399)
        pairs = []
        for seed in range(400, 400 + effort.pairs):
            one = turn(alone, effort.pair_messages, seed)
            two = turn(together, effort.pair_messages, seed)
            pairs.append({"one": one, "two": two, "ratio": _ratio(one, two)})
            say(f"two processes over one: {pairs[-1]['ratio']:.2f}")
    return {"pairs": pairs}


def turn(site: Site, messages: int, seed: int) -> dict[str, Any]:
    """Milliseconds of CPU a message, by who took them."""
    ports = tuple(one.port for one in site.servers)
    before = site.cpu()
    seen = run(Closed(ports, VISITORS, LONGEST, messages // VISITORS, seed), LONGEST)
    after = site.cpu()
    found = outcome(seen.samples)
    if found["wrong"] or not found["messages"]:
        raise LoadError(f"requests failed: {dict(found['wrong'])}")
    spent = {name: 1000 * (after[name] - before[name]) / found["messages"] for name in after}
    return {**found, **spent, "seconds": seen.seconds}


def _ratio(one: dict[str, Any], two: dict[str, Any]) -> float:
    return two["servers"] / one["servers"]


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[Site]:
    with server(folder / "one", NO_LIMITS) as ours:
        yield Site([ours])


@contextlib.contextmanager
def _together(folder: Path) -> Iterator[Site]:
    with services() as shared:
        variables = {**NO_LIMITS, **shared.variables}
        with (
            server(folder / "two-a", variables) as first,
            server(folder / "two-b", variables) as second,
        ):
            yield Site([first, second], [shared.postgres], [shared.redis])
