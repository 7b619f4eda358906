"""One fresh start of a contestant's server, measured through its own door."""

from __future__ import annotations

import http.client
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.peers.contestant import Served, Serving
from bench.peers.doors import Door, DoorError
from bench.peers.effort import Effort
from bench.peers.errors import ComparisonError
from bench.peers.load import messages_a_second
from bench.peers.processes import Programs
from bench.peers.spoken import Script
from bench.peers.talk import Checker, long_talk, turns_of_both_kinds, warm_up

PATIENCE = 300  # seconds for a server to give its first answer
PAUSE = 0.02  # seconds between two tries


class NoAnswerError(ComparisonError):
    """A server was started and answered nothing in time."""


@dataclass(frozen=True)
class Run:
    """What one start of a server showed.

    Attributes:
        startup: seconds from the start of its programs to the first answer.
        domain: milliseconds of each turn answered from the domain.
        database: milliseconds of each turn answered from the database.
        early: of the first turns of long conversations.
        late: of their turns around the 200th.
        throughput: messages a second with several visitors.
        memory: MB of all processes, after all that.
    """

    startup: float
    domain: list[float]
    database: list[float]
    early: list[float]
    late: list[float]
    throughput: float
    memory: float


def measure_speed(
    contestants: Sequence[Served],
    script: Script,
    effort: Effort,
    check: Checker,
    folder: Path,
    say: Callable[[str], None],
) -> list[dict[str, Any]]:
    """The runs, each with all contestants in turn (A B C A B C …): drift meets them alike.

    Args:
        contestants: who is measured, in this order.
        script: what is said.
        effort: how much.
        check: whether a text answers a line.
        folder: where their logs go.
        say: is told what is going on.
    """
    runs = []
    for number in range(1, effort.runs + 1):
        run = {}
        for contestant in contestants:
            say(f"speed, run {number} of {effort.runs}: {contestant.name}")
            log = folder / f"{contestant.name}.log"
            with tempfile.TemporaryDirectory() as kept:
                serving = contestant.serving(Path(kept))
                run[contestant.name] = asdict(measure_run(serving, script, effort, check, log))
        runs.append(run)
    return runs


def measure_run(serving: Serving, script: Script, effort: Effort, check: Checker, log: Path) -> Run:
    """Starts a server, measures it and stops it."""
    start = time.perf_counter()
    with Programs(serving.commands, log) as programs:
        with closing(first_answer(serving, script, check, programs)) as door:
            startup = time.perf_counter() - start
            warm_up(door, script, check)
            domain, database = turns_of_both_kinds(door, script, effort, check)
            talks = [long_talk(door, script, effort, check) for _ in range(effort.long_talks)]
        throughput = messages_a_second(serving.door, script, effort, check)
        early, late = ([one for talk in talks for one in talk[side]] for side in (0, 1))
        memory = programs.memory()
    return Run(startup, domain, database, early, late, throughput, memory)


def first_answer(serving: Serving, script: Script, check: Checker, programs: Programs) -> Door:
    """The door through which the first right answer came.

    Raises:
        NoAnswerError: there was none in time.
        ProgramEndedError: a program of the server ended by itself.
    """
    line = script.domain[0]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        programs.check()
        door = serving.door()
        try:
            door.open()
            check(door.say(line.text), line)
            return door
        except (OSError, http.client.HTTPException, DoorError):
            door.close()
            time.sleep(PAUSE)
        except BaseException:
            door.close()
            raise
    raise NoAnswerError(f"no answer in {PATIENCE} s")
