"""Messages a second, when several visitors each ask as soon as they are answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from bench.peers.doors import Door
from bench.peers.effort import Effort
from bench.peers.spoken import Script
from bench.peers.talk import Checker, begin, endless, timed_turn


def messages_a_second(
    make_door: Callable[[], Door], script: Script, effort: Effort, check: Checker
) -> float:
    """Messages answered in a second, those that open a conversation not counted."""
    start = time.perf_counter()
    end = start + effort.seconds

    def visit(_: int) -> int:
        with closing(make_door()) as door:
            return answered_until(end, door, script, effort, check)

    with ThreadPoolExecutor(effort.clients) as clients:
        answered = sum(clients.map(visit, range(effort.clients)))
    return answered / (time.perf_counter() - start)


def answered_until(end: float, door: Door, script: Script, effort: Effort, check: Checker) -> int:
    """How many turns one visitor was given until `end` (the last one is waited for)."""
    answered = 0
    for line, opens in endless(script, effort):
        if time.perf_counter() >= end:
            break
        if opens:
            begin(door, script)
        timed_turn(door, line, check)
        answered += 1
    return answered
