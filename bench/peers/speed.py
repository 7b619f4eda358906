"""Starts of a contestant's server: how long its right answers to `timed_questions.yml` take."""

import contextlib
import http.client
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from bench.paths import CATALOGUE, DOMAIN
from bench.peers.contestant import Server
from harness.files import read_yaml
from harness.processes import ProgramError
from harness.questions import Understood
from harness.topics import topic_of

PATIENCE = 300  # seconds for a server to give its first answer
TALK = 10  # timed turns of one conversation, before the next is opened
CLIENTS = 4  # that talk at once when throughput is measured
EARLY, LATE = slice(1, 13), slice(193, 205)  # turns of a long conversation that are compared
GREETING = "bonjour"  # begins a conversation, and is not timed
FEWEST = 2  # questions of a kind; with fewer, a cache would be measured
BREAKS = re.compile(r"\{\w+\}|\n")  # placeholders and line ends: the answer may differ there


class Line(NamedTuple):
    """A question, and the topic that its answer must be about."""

    text: str
    topic: str


Script = Mapping[str, Sequence[Line]]  # questions answered from the domain, from the database
Check = Callable[[str, Line], None]


def read_script() -> dict[str, list[Line]]:
    """The script of the file."""
    content = read_yaml(Path(__file__).with_name("timed_questions.yml"))
    return {kind: [Line(**line) for line in lines] for kind, lines in content.items()}


def understood_lines(script: Script, said: Mapping[str, Understood]) -> dict[str, list[Line]]:
    """The script without the lines that a contestant takes for something else."""
    topics = {text: [*one.parts, topic_of(one.intent)] for text, one in said.items()}
    kept = {
        kind: [one for one in lines if topics[one.text] == [one.topic]]
        for kind, lines in script.items()
    }
    if min(map(len, kept.values())) < FEWEST:
        raise ProgramError("the contestants understand too few of the same questions")
    return kept


def check(text: str, line: Line) -> None:
    """Raises `ProgramError` when a text does not answer a line: nobody is timed on an apology."""
    said = " ".join(text.split())
    wordings = read_yaml(DOMAIN)["responses"][f"utter_{line.topic}"]
    names = read_yaml(CATALOGUE)["clusters"] if line.topic == "liste_clusters" else ()
    good = any(longest_passage(one["text"]) in said for one in wordings)
    if not good or not all(one["nom"] in said for one in names):
        raise ProgramError(f"no answer to « {line.text} »: {said[:200]}")


def longest_passage(wording: str) -> str:
    """The longest part of a wording that is the same in every answer."""
    return max((" ".join(part.split()) for part in BREAKS.split(wording)), key=len)


def measure_server(
    server: Server, script: Script, check: Check, turns: int, seconds: float
) -> dict[str, Any]:
    """Seconds of start-up, milliseconds of turns, messages a second, MB, of one start."""
    start = time.perf_counter()
    with contextlib.ExitStack() as running:
        for program in server.programs:
            running.enter_context(program)
        client = running.enter_context(contextlib.closing(first_answer(server, script, check)))
        startup = time.perf_counter() - start
        talk(client, [*chain(*script.values())], check)  # what is built late is there afterwards
        lines = [*islice(chain.from_iterable(zip(*map(cycle, script.values()))), 2 * turns)]
        starts = range(0, len(lines), TALK)
        both = [talk(client, lines[one : one + TALK], check, GREETING) for one in starts]
        long = talk(client, long_conversation(script), check)
        return {
            "startup": startup,
            "domain": [*chain(*both)][::2],
            "database": [*chain(*both)][1::2],
            "early": long[EARLY],
            "late": long[LATE],
            "throughput": messages_per_second(server, script, check, seconds),
            "memory": sum(program.memory()[1] for program in server.programs),
        }


def first_answer(server: Server, script: Script, check: Check) -> Any:
    """The client through which the first right answer came."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for program in server.programs:
            program.check()
        client = server.client()
        try:
            talk(client, script["domain"][:1], check)
            return client
        except (OSError, http.client.HTTPException, ValueError):
            client.close()
            time.sleep(0.02)
    raise ProgramError(f"no answer in {PATIENCE} s")


def talk(client: Any, lines: Sequence[Line], check: Check, greeting: str = "") -> list[float]:
    """Milliseconds of the turns of a new conversation, each checked; its greeting is not timed."""
    client.open()
    if greeting:
        client.chat(greeting)
    taken = []
    for line in lines:
        start = time.perf_counter()
        text = client.chat(line.text)
        taken.append(1000 * (time.perf_counter() - start))
        check(text, line)
    return taken


def long_conversation(script: Script) -> list[Line]:
    """The same lines, in the same order, in both windows."""
    lines = [*islice(cycle(script["domain"]), LATE.stop)]
    lines[LATE] = lines[EARLY]
    return lines


def messages_per_second(server: Server, script: Script, check: Check, seconds: float) -> float:
    """Messages answered in a second, the greetings not counted, by several clients at once."""
    start, lines = time.perf_counter(), [*islice(cycle(script["domain"]), TALK)]

    def visit(_: int) -> int:
        count = 0
        with contextlib.closing(server.client()) as client:
            while time.perf_counter() < start + seconds:
                count += len(talk(client, lines, check, GREETING))
        return count

    with ThreadPoolExecutor(CLIENTS) as clients:
        answered = sum(clients.map(visit, range(CLIENTS)))
    return answered / (time.perf_counter() - start)
