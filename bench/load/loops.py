"""The loops in which visitors ask: closed, and open."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

from bench.load.plans import Closed, Open
from bench.load.sample import Sample
from bench.load.schedule import arrivals
from bench.load.visitor import Visitor, address_of
from bench.load.visits import Questions, visits

AFTER_FAILURE = 0.2  # seconds: a server that is away is not hammered

Make = Callable[[int], Visitor]


async def closed_loop(plan: Closed, questions: Questions) -> list[Sample]:
    """See `Closed`."""
    make = _maker(plan, questions)
    end = time.monotonic() + plan.seconds

    async def visit(number: int) -> list[Sample]:
        visitor = make(number)
        try:
            return await _until(visitor, end, plan.messages)
        finally:
            await visitor.close()

    parts = await asyncio.gather(*map(visit, range(plan.visitors)))
    return [sample for part in parts for sample in part]


async def open_loop(plan: Open, questions: Questions) -> list[Sample]:
    """See `Open`."""
    crowd = Crowd(_maker(plan, questions))
    try:
        return await at_their_times(arrivals(plan.phases, plan.seed), crowd.go)
    finally:
        await crowd.close()


async def at_their_times(
    due: list[float], go: Callable[[float], Coroutine[Any, Any, Sample]]
) -> list[Sample]:
    """Starts `go` at each of the times, whether earlier ones have ended or not."""
    start = time.monotonic()
    tasks = []
    for seconds in due:
        await asyncio.sleep(max(0.0, start + seconds - time.monotonic()))
        tasks.append(asyncio.create_task(go(start + seconds)))
    return list(await asyncio.gather(*tasks))


class Crowd:
    """As many visitors as it takes: each arrival is the next step of one who has nothing open.

    Args:
        make: a visitor, by its number.
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._numbers = count()
        self._all: list[Visitor] = []
        self._idle: deque[Visitor] = deque()

    async def go(self, due: float) -> Sample:
        """One step. Who was refused stays away as long as they were told to."""
        visitor = self._idle.popleft() if self._idle else self._another()
        sample = await visitor.go(due)
        if sample.wait is not None:
            asyncio.get_running_loop().call_later(sample.wait, self._idle.append, visitor)
        else:
            self._idle.append(visitor)
        return sample

    async def close(self) -> None:
        """Sends all home."""
        await asyncio.gather(*(visitor.close() for visitor in self._all))

    def _another(self) -> Visitor:
        visitor = self._make(next(self._numbers))
        self._all.append(visitor)
        return visitor


async def _until(visitor: Visitor, end: float, messages: int) -> list[Sample]:
    samples: list[Sample] = []
    answered = 0
    while time.monotonic() < end and not (messages and answered >= messages):
        sample = await visitor.go()
        samples.append(sample)
        answered += sample.answered
        pause = sample.wait if sample.wait is not None else AFTER_FAILURE * sample.wrong
        await asyncio.sleep(min(pause, max(0.0, end - time.monotonic())))
    return samples


def _maker(plan: Closed | Open, questions: Questions) -> Make:
    return lambda number: Visitor(
        plan.ports, address_of(number), visits(questions, plan.seed * 10_000 + number)
    )
