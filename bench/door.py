"""What the door costs: a turn over HTTP, kept in SQLite, over the same turn in this process.

`python -m bench.door` prints the ratio of each round, of p50 over the questions of
`peers/timed_questions.yml`, measured in turns so that both see the same machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from bench.peers.speed import read_script
from channels.lean_rasa.lean_imports import keep_out
from harness.client import Client
from harness.server import NO_LIMITS, AssistantServer

ROUNDS = 5
TALKS = 4  # in a round; each says every question once
SERVER_CORE, CLIENT_CORE = 0, 1


def in_process(assistant: Any, loop: asyncio.AbstractEventLoop) -> Callable[[], list[float]]:
    """Milliseconds of each turn of a talk with the assistant itself, on the server's core."""

    def talk() -> list[float]:
        os.sched_setaffinity(0, {SERVER_CORE})
        session = uuid.uuid4().hex
        loop.run_until_complete(assistant.open(session))
        return _timed(lambda text: loop.run_until_complete(assistant.say(session, text)))

    return talk


def over_http(port: int) -> list[float]:
    """Milliseconds of each turn of a talk through the door."""
    os.sched_setaffinity(0, {CLIENT_CORE})
    with contextlib.closing(Client(port)) as client:
        client.open()
        return _timed(client.chat)


def _timed(say: Callable[[str], object]) -> list[float]:
    taken = []
    for line in chain.from_iterable(read_script().values()):
        start = time.perf_counter()
        say(line.text)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def p50(talk: Callable[[], Sequence[float]]) -> float:
    """Of all turns of a round."""
    return statistics.median(chain.from_iterable(talk() for _ in range(TALKS)))


def main() -> int:
    """Measures and prints."""
    keep_out()
    from channels.loading import configure_logs, load_assistant  # and Rasa

    configure_logs()
    inside = in_process(load_assistant(), asyncio.new_event_loop())
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        server = AssistantServer(Path(folder), SERVER_CORE, **NO_LIMITS)
        with server:
            outside = partial(over_http, server.port)
            for talk in (inside, outside):  # what is built late is there afterwards
                talk()
            for _ in range(ROUNDS):
                own, door = p50(inside), p50(outside)
                ratios.append(door / own)
                sys.stdout.write(f"{own:6.2f} ms  {door:6.2f} ms  {ratios[-1]:.2f}\n")
    sys.stdout.write(f"p50 over HTTP / in process: {statistics.median(ratios):.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
