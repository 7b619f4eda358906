"""Ordinary visitors beside one who wants everything."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import cycle, repeat

from bench.load.loops import at_their_times
from bench.load.plans import Greedy, Scene
from bench.load.sample import Sample
from bench.load.schedule import evenly
from bench.load.visitor import Visitor, address_of
from bench.load.visits import MESSAGE, OPEN, Questions, Step, visits

ORDINARY, GREEDY = "ordinary", "greedy"
GREEDY_ADDRESSES = "127.0.0.{}"


async def scene(plan: Scene, questions: Questions) -> list[Sample]:
    """See `Scene`."""
    parts = [_ordinary(plan, questions, number) for number in range(plan.visitors)]
    if plan.greedy:
        parts.append(_greedy(plan, plan.greedy, questions))
    return [sample for part in await asyncio.gather(*parts) for sample in part]


async def _ordinary(plan: Scene, questions: Questions, number: int) -> list[Sample]:
    """One who reads before asking again. All of them are spread evenly over the pause."""
    visitor = Visitor(
        plan.ports, address_of(number), _talk(questions, plan.seed * 10_000 + number), ORDINARY
    )
    due = evenly(1 / plan.pause, plan.seconds, offset=number / plan.visitors)
    try:
        return await at_their_times(due, visitor.go)
    finally:
        await visitor.close()


async def _greedy(plan: Scene, greedy: Greedy, questions: Questions) -> list[Sample]:
    address = GREEDY_ADDRESSES.format(2 + plan.seed)
    crowd = [
        Visitor(plan.ports, address, _wanted(greedy, questions, number), GREEDY)
        for number in range(greedy.conversations)
    ]
    try:
        if greedy.rate:
            turns = cycle(crowd)
            due = evenly(greedy.rate, plan.seconds)
            return await at_their_times(due, lambda at: next(turns).go(at))
        return await _flood(crowd, greedy.connections, time.monotonic() + plan.seconds)
    finally:
        await asyncio.gather(*(visitor.close() for visitor in crowd))


async def _flood(crowd: list[Visitor], connections: int, end: float) -> list[Sample]:
    """Each connection sends again as soon as it is answered, whatever the answer is."""

    async def send(visitors: list[Visitor]) -> list[Sample]:
        turns = cycle(visitors)
        samples = []
        while time.monotonic() < end:
            samples.append(await next(turns).go())
        return samples

    parts = [crowd[start::connections] for start in range(connections)]
    return [sample for part in await asyncio.gather(*map(send, parts)) for sample in part]


def _wanted(greedy: Greedy, questions: Questions, number: int) -> Iterator[list[Step]]:
    return repeat([Step(OPEN)]) if greedy.opens else _talk(questions, number)


def _talk(questions: Questions, seed: int) -> Iterator[list[Step]]:
    """One conversation that goes on and on, of messages alone."""

    def steps() -> Iterator[Step]:
        for visit in visits(questions, seed):
            yield from (Step(MESSAGE, step.text) for step in visit if step.kind == MESSAGE)

    messages = steps()
    yield [Step(OPEN), next(messages)]
    for step in messages:
        yield [step]
