from dataclasses import replace

import pytest

from bench.peers.doors import Door
from bench.peers.effort import Effort
from bench.peers.load import answered_until
from bench.peers.spoken import Line, Script
from bench.peers.talk import lines_of_long_talk, long_talk, timed_turn, turns_of_both_kinds

SCRIPT = Script(
    "bonjour",
    tuple(Line(f"d{number}", "definition") for number in range(5)),
    (Line("l0", "liste"), Line("l1", "liste")),
)


class Echo(Door):
    """Says what is said, and keeps it by conversation."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []

    def open(self) -> None:
        self.heard.append([])

    def say(self, text: str) -> str:
        self.heard[-1].append(text)
        return text

    def close(self) -> None:
        pass


def check(text: str, line: Line) -> None:
    assert text == line.text


def test_a_turn_is_checked():
    door = Echo()
    door.open()
    assert timed_turn(door, SCRIPT.domain[0], check) >= 0

    def refuse(text: str, line: Line) -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        timed_turn(door, SCRIPT.domain[0], refuse)


def test_both_kinds_take_turns_and_conversations_are_short():
    door = Echo()
    domain, database = turns_of_both_kinds(door, SCRIPT, replace(Effort(), turns=7, talk=6), check)
    assert (len(domain), len(database)) == (7, 7)
    assert door.heard == [
        ["bonjour", "d0", "l0", "d1", "l1", "d2", "l0"],
        ["bonjour", "d3", "l1", "d4", "l0", "d0", "l1"],
        ["bonjour", "d1", "l0"],
    ]


def test_the_two_windows_of_a_long_talk_hold_the_same_lines():
    effort = Effort()
    lines = lines_of_long_talk(SCRIPT, effort.early, effort.late)
    assert len(lines) == 205
    assert lines[1:13] == lines[193:205]
    door = Echo()
    early, late = long_talk(door, SCRIPT, effort, check)
    assert len(early) == len(late) == 12
    assert len(door.heard) == 1


def test_a_visitor_stops_in_time():
    assert answered_until(0.0, Echo(), SCRIPT, Effort(), check) == 0
