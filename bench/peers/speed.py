"""One fresh start of a contestant's server, measured through its own channel."""

import contextlib
import http.client
import itertools
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.peers.contestant import ChatClient, Server
from bench.peers.script import Line, Script
from bench.results import BenchError

PATIENCE = 300  # seconds for a server to give its first answer
TALK = 10  # timed turns of one conversation, before the next is opened
CLIENTS = 4  # that talk at once when throughput is measured
EARLY, LATE = slice(1, 13), slice(193, 205)  # turns of a long conversation that are compared
Check = Callable[[str, Line], None]


def measure_server(
    make: Callable[[], Server], script: Script, check: Check, turns: int, seconds: float
) -> dict[str, Any]:
    """Seconds of start-up, milliseconds of turns, messages a second, MB, of one start."""
    start = time.perf_counter()
    with contextlib.ExitStack() as running:
        server = make()
        for program in server.programs:
            running.enter_context(program)
        client = running.enter_context(contextlib.closing(first_answer(server, script, check)))
        startup = time.perf_counter() - start
        talk(client, script.domain + script.database, check)  # what is built late is there now
        pairs = zip(itertools.cycle(script.domain), itertools.cycle(script.database))
        lines = list(itertools.chain.from_iterable(itertools.islice(pairs, turns)))
        both = talks(client, script.greeting, lines, check)
        long = talk(client, long_conversation(script), check)
        return {
            "startup": startup,
            "domain": both[::2],
            "database": both[1::2],
            "early": long[EARLY],
            "late": long[LATE],
            "throughput": messages_per_second(server, script, check, seconds),
            "memory": sum(program.memory()[1] for program in server.programs),
        }


def first_answer(server: Server, script: Script, check: Check) -> ChatClient:
    """The client through which the first right answer came."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for program in server.programs:
            program.check()
        client = server.client()
        try:
            talk(client, script.domain[:1], check)
            return client
        except (OSError, http.client.HTTPException, ValueError):
            client.close()
            time.sleep(0.02)
    raise BenchError(f"no answer in {PATIENCE} s")


def talk(
    client: ChatClient, lines: Sequence[Line], check: Check, greeting: str = ""
) -> list[float]:
    """Milliseconds of the turns of a new conversation, each checked; its greeting is not timed."""
    client.open()
    if greeting:
        client.say(greeting)
    taken = []
    for line in lines:
        start = time.perf_counter()
        text = client.say(line.text)
        taken.append(1000 * (time.perf_counter() - start))
        check(text, line)
    return taken


def talks(client: ChatClient, greeting: str, lines: Sequence[Line], check: Check) -> list[float]:
    """The same over short conversations."""
    starts = range(0, len(lines), TALK)
    parts = (talk(client, lines[start : start + TALK], check, greeting) for start in starts)
    return list(itertools.chain.from_iterable(parts))


def long_conversation(script: Script) -> list[Line]:
    """The same lines, in the same order, in both windows."""
    lines = list(itertools.islice(itertools.cycle(script.domain), LATE.stop))
    lines[LATE] = lines[EARLY]
    return lines


def messages_per_second(server: Server, script: Script, check: Check, seconds: float) -> float:
    """Messages answered in a second, the greetings not counted, by several clients at once."""
    start, answered = time.perf_counter(), 0
    lines = list(itertools.islice(itertools.cycle(script.domain), TALK))

    def visit(_: int) -> int:
        count = 0
        with contextlib.closing(server.client()) as client:
            while time.perf_counter() < start + seconds:
                count += len(talk(client, lines, check, script.greeting))
        return count

    with ThreadPoolExecutor(CLIENTS) as clients:
        answered = sum(clients.map(visit, range(CLIENTS)))
    return answered / (time.perf_counter() - start)
