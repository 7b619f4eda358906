"""Turns that are timed, one client at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Protocol

from bench.peers.doors import Door
from bench.peers.effort import Effort
from bench.peers.spoken import Line, Script


class Checker(Protocol):
    """Says whether a text answers a line."""

    def __call__(self, text: str, line: Line) -> None:
        """Raises `WrongAnswerError` if it does not."""


def timed_turn(door: Door, line: Line, check: Checker) -> float:
    """Milliseconds from the question to the whole answer, which is checked afterwards."""
    start = time.perf_counter()
    text = door.say(line.text)
    milliseconds = (time.perf_counter() - start) * 1000
    check(text, line)
    return milliseconds


def warm_up(door: Door, script: Script, check: Checker) -> None:
    """Says each line once: what is loaded or built late is there afterwards."""
    begin(door, script)
    for line in (*script.domain, *script.database):
        timed_turn(door, line, check)


def begin(door: Door, script: Script) -> None:
    """A new conversation and its greeting, not timed: some channels open it with the first turn."""
    door.open()
    door.say(script.greeting)


def turns_of_both_kinds(
    door: Door, script: Script, effort: Effort, check: Checker
) -> tuple[list[float], list[float]]:
    """Milliseconds of turns answered from the domain, and of those answered from the database.

    The two kinds take turns in the same conversations, so that they share whatever the machine
    does meanwhile.
    """
    domain: list[float] = []
    database: list[float] = []
    pairs = islice(zip(cycle(script.domain), cycle(script.database)), effort.turns)
    for number, (spoken, looked_up) in enumerate(pairs):
        if number % (effort.talk // 2) == 0:
            begin(door, script)
        domain.append(timed_turn(door, spoken, check))
        database.append(timed_turn(door, looked_up, check))
    return domain, database


def long_talk(
    door: Door, script: Script, effort: Effort, check: Checker
) -> tuple[list[float], list[float]]:
    """Milliseconds of the early and of the late turns of one long conversation."""
    door.open()
    lines = lines_of_long_talk(script, effort.early, effort.late)
    taken = [timed_turn(door, line, check) for line in lines]
    return _window(taken, effort.early), _window(taken, effort.late)


def lines_of_long_talk(script: Script, early: Sequence[int], late: Sequence[int]) -> list[Line]:
    """The lines of a long conversation: the same ones, in the same order, in both windows."""
    lines = list(islice(cycle(script.domain), late[1]))
    lines[late[0] - 1 : late[1]] = lines[early[0] - 1 : early[1]]
    return lines


def _window(taken: Sequence[float], turns: Sequence[int]) -> list[float]:
    return list(taken[turns[0] - 1 : turns[1]])


def endless(script: Script, effort: Effort) -> Iterator[tuple[Line, bool]]:
    """Domain lines without end, and whether a new conversation begins with each."""
    for number, line in enumerate(cycle(script.domain)):
        yield line, number % effort.talk == 0
