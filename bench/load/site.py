"""Servers that users take for one, and scenarios that are run before them."""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.load.scenario import Group, Sample, Scenario, Stage
from bench.paths import PYTHON
from harness.processes import Command, Program, ProgramError
from harness.server import AssistantServer
from harness.services import shared_services

Limits = Mapping[str, str]
Gauges = Mapping[str, Callable[[], float]]
INTERVAL = 0.5  # seconds between two readings
LONGEST = 900.0  # seconds, where the number of messages ends a scenario before
BEHIND_PROXY = {"SANIC_PROXIES_COUNT": "1"}  # users tell their address as nginx would


class Run(NamedTuple):
    """Every request in the order of their ends, when stages began, and readings of gauges."""

    samples: list[Sample]
    starts: list[float]
    readings: list[dict[str, float]]

    def used(self, name: str, start: float, end: float) -> float:
        """By how much a reading that only grows has grown between two moments."""
        times, values = zip(*((one["time"], one[name]) for one in self.readings))
        first, last = np.interp([start, end], times, values)
        return float(last - first)


class Site(NamedTuple):
    """Servers, the services that they share, and the core where Locust is held."""

    servers: Sequence[Any]  # of `AssistantServer`, or alike
    services: Mapping[str, Program] = {}
    core: int | None = None

    def cpu_seconds(self) -> float:
        """That the servers took so far."""
        return sum(one.cpu_seconds() for one in self.servers)

    def closed(self, stages: Sequence[Stage], seed: int, messages: int = 0) -> Run:
        """Users ask again as soon as they are answered."""
        return self.run([Group(stages)], seed, messages)

    def run(
        self, groups: Sequence[Group], seed: int, messages: int = 0, more: Gauges | None = None
    ) -> Run:
        """Runs a scenario in a Locust process; reads gauges of the servers meanwhile."""
        scenario = Scenario([one.port for one in self.servers], seed, groups, messages)
        gauges = {"time": time.monotonic, "server": self.cpu_seconds, **(more or {})}
        readings: list[dict[str, float]] = []
        with tempfile.TemporaryDirectory(prefix="load-") as folder:
            plan, samples, log = (Path(folder, name) for name in ("scenario", "samples", "log"))
            plan.write_text(json.dumps(scenario), encoding="utf-8")
            locust = (str(PYTHON), "-m", "bench.load.locust_process", str(plan), str(samples))
            with Program(Command(locust), log, self.core) as client:
                gauges["client"], end = client.cpu_seconds, time.monotonic() + 2 * LONGEST
                while client.running and time.monotonic() < end:
                    readings.append({name: read() for name, read in gauges.items()})
                    time.sleep(INTERVAL)
            if not samples.exists():
                raise ProgramError(f"Locust failed:\n{client.last_words()}")
            found = json.loads(samples.read_text(encoding="utf-8"))
        ended = sorted((Sample(*one) for one in found["samples"]), key=lambda one: one.end)
        return Run(ended, found["starts"], readings)


@contextlib.contextmanager
def one_process(folder: Path, warm_up: int, limits: Limits, pinned: bool = True) -> Iterator[Site]:
    """A server with SQLite, held on a core of its own if there are two, warmed up."""
    cores = sorted(os.sched_getaffinity(0))
    own, other = cores[:2] if pinned and len(cores) > 1 else (None, None)
    with AssistantServer(folder, own, **limits, **BEHIND_PROXY) as server:
        site = Site([server], {}, other)
        site.closed([(LONGEST, 8)], 99, warm_up)
        yield site


@contextlib.contextmanager
def two_processes(folder: Path, warm_up: int, limits: Limits) -> Iterator[Site]:
    """Two servers that share PostgreSQL and Redis, warmed up."""
    with shared_services() as (postgres, redis, shared):
        settings = {**limits, **BEHIND_PROXY, **shared}
        one, two = (AssistantServer(folder / name, None, **settings) for name in "ab")
        with one, two:
            site = Site([one, two], {"postgres": postgres, "redis": redis})
            site.closed([(LONGEST, 8)], 99, warm_up)
            yield site
