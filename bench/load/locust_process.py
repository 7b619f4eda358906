"""The process in which Locust runs, apart from all else: gevent patches what it imports.

usage: python -m bench.load.locust_process SCENARIO SAMPLES (files of JSON)
"""

import itertools
import json
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

import gevent
from gevent.event import AsyncResult
from locust import LoadTestShape
from locust.env import Environment

from bench.load.scenario import Group, Sample, Scenario, poisson_times
from bench.load.users import AssistantUser


class Recorder:
    """Keeps every request, when each stage began, and whether all is over."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.starts: list[float] = []
        self.messages, self.over = 0, False

    def keep(self, name: str, context: Any, response_time: float, response: Any, **_: Any) -> None:
        """Listens to Locust's request event."""
        end, status = time.monotonic(), response.status_code
        told = response.headers.get("Retry-After") if status else None
        times = context["due"], end - response_time / 1000, end
        sample = Sample(context["abuser"], name, *times, status, float(told) if told else None)
        self.samples.append(sample)
        self.messages += name == "message" and sample.accepted


class Arrivals:
    """Requests that are due, each for an idle user: the next in turn, or the last to be idle."""

    def __init__(self, in_turn: bool) -> None:
        self._due: deque[float | None] = deque()
        self._idle: deque[AsyncResult] = deque()
        self._next = self._idle.popleft if in_turn else self._idle.pop

    def take(self) -> float | None:
        """Waits until a request is due; None when there will be none."""
        if self._due:
            return self._due.popleft()
        self._idle.append(AsyncResult())
        return self._idle[-1].get()

    def put(self, due: float | None) -> None:
        """A request is due."""
        self._next().set(due) if self._idle else self._due.append(due)


class RampShape(LoadTestShape):
    """A closed loop: so many users for so long, stage after stage, or until enough was said."""

    scenario: Scenario
    recorder: Recorder

    def tick(self) -> tuple[int, float] | None:
        """Asked once a second: how many users, and how many of them start a second."""
        stages = self.scenario.groups[0].stages
        ends = itertools.accumulate(seconds for seconds, _ in stages)
        stage = sum(self.get_run_time() >= end for end in ends)
        enough = 0 < self.scenario.messages <= self.recorder.messages
        self.recorder.over = enough or stage == len(stages)
        if self.recorder.over:
            return (1, 1) if self.get_current_user_count() else None
        if stage == len(self.recorder.starts):
            self.recorder.starts.append(time.monotonic())
        return int(stages[stage][1]), stages[stage][1]


class OpenLoopShape(LoadTestShape):
    """Open loops: users enough for all that is due, until all is answered; and closed ones."""

    scenario: Scenario
    recorder: Recorder
    users: int

    def tick(self) -> tuple[int, float] | None:
        """Asked once a second."""
        ended = self.recorder.starts and not self.get_current_user_count()
        return None if ended else (self.users, self.users)

    def dispatch(self, arrivals: dict[Group, Arrivals]) -> None:
        """Once all users are there: tells them what is due, blind to the answers."""
        start = time.monotonic()
        self.recorder.starts.append(start)

        def fill(group: Group) -> None:
            for due in poisson_times(group.stages, self.scenario.seed):
                gevent.sleep(max(0.0, start + due - time.monotonic()))
                arrivals[group].put(start + due)
            for _ in range(group.users):
                arrivals[group].put(None)

        gevent.joinall([gevent.spawn(fill, group) for group in arrivals])
        self.recorder.over = True


def run(scenario: Scenario) -> dict[str, Any]:
    """Every request of the scenario, and when its stages began."""
    recorder = Recorder()
    kinds: list[Any] = []
    for group in scenario.groups:
        users = group.users or int(max(many for _, many in group.stages))
        members = {"group": group, "fixed_count": users}
        kinds.append(type(f"Users{len(kinds)}", (AssistantUser,), members))
    environment: Any = Environment(user_classes=kinds)
    environment.scenario, environment.recorder = scenario, recorder
    environment.numbers = itertools.count()
    arrivals = {group: Arrivals(group.in_turn) for group in scenario.groups if group.users}
    environment.arrivals = arrivals
    environment.events.request.add_listener(recorder.keep)
    shape: Any = OpenLoopShape() if arrivals else RampShape()
    shape.scenario, shape.recorder = scenario, recorder
    shape.users = sum(kind.fixed_count for kind in kinds)
    if arrivals:
        environment.events.spawning_complete.add_listener(
            lambda **_: recorder.starts or gevent.spawn(shape.dispatch, arrivals)
        )
    environment.shape_class = shape
    shape.runner = environment.create_local_runner()
    shape.runner.start_shape()
    shape.runner.shape_greenlet.join()
    shape.runner.quit()
    return {"samples": recorder.samples, "starts": recorder.starts}


def main(scenario: str, samples: str) -> None:
    """Reads the scenario, carries it out, writes the samples."""
    ports, seed, groups, messages = json.loads(Path(scenario).read_text(encoding="utf-8"))
    told = [Group(tuple(map(tuple, stages)), *more) for stages, *more in groups]
    Path(samples).write_text(json.dumps(run(Scenario(ports, seed, told, messages))))


if __name__ == "__main__":
    main(*sys.argv[1:])
