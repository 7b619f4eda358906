"""What the document says of understanding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from bench.peers.contestants import OURS
from bench.peers.french import NO_BREAK, number, percent, table

Marks = Sequence[Mapping[str, Any]]  # as `judging.Mark` has them
TITLES = {
    "entrepreneurs": "entrepreneurs",
    "presse-etudes": "presse et études",
    "bruit": "frappe fautive",
    "hors-champ": "hors champ",
}


def share(marks: Marks, what: str) -> float:
    """The share of marks of which `what` ("right", "refused") is true."""
    return sum(mark[what] for mark in marks) / len(marks)


def kinds(measured: Mapping[str, Any]) -> list[str]:
    """The kinds of authors of a set: those of `TITLES` in their order, then any other."""
    there = list(dict.fromkeys(mark["kind"] for mark in _any_marks(measured)))
    known = [kind for kind in TITLES if kind in there]
    return [*known, *(kind for kind in there if kind not in TITLES)]


def of_kind(measured: Mapping[str, Any], kind: str) -> dict[str, Marks]:
    """The marks of all contestants on the questions of one kind of author."""
    return {
        name: [mark for mark in marks if mark["kind"] == kind]
        for name, marks in measured["marks"].items()
    }


def shares_table(measured: Mapping[str, Any]) -> str:
    """The share of right topics, by kind of author."""
    names = list(measured["marks"])
    head = ["qui écrit (questions)", *names, f"{OURS} devant tous{NO_BREAK}?"]
    rows = [
        [title, *(percent(share(marks[name], "right")) for name in names), verdict(marks)]
        for title, marks in _groups(measured)
    ]
    return table([head, *rows])


def refusals_table(measured: Mapping[str, Any]) -> str:
    """The share of questions that were refused, by kind of author."""
    names = list(measured["marks"])
    rows = [
        [title, *(percent(share(marks[name], "refused")) for name in names)]
        for title, marks in _groups(measured)
    ]
    return table([["qui écrit (questions)", *names], *rows])


def verdict(marks: Mapping[str, Marks]) -> str:
    """Whether ours is ahead of every peer, and who is not behind."""
    peers = {name: share(marks[name], "right") for name in marks if name != OURS}
    if OURS not in marks or not peers:
        return "—"
    ours = share(marks[OURS], "right")
    better = [name for name, theirs in peers.items() if theirs > ours]
    equal = [name for name, theirs in peers.items() if theirs == ours]
    if better:
        return f"**non**, derrière {', '.join(better)}"
    return f"**non**, à égalité avec {', '.join(equal)}" if equal else "oui"


def asides(measured: Mapping[str, Any]) -> str:
    """What else there is to know: two topics at once, time."""
    several = {
        name: sum(mark["parts"] > 1 for mark in marks) for name, marks in measured["marks"].items()
    }
    told = [f"{name} {count}" for name, count in several.items() if count] or ["aucune"]
    times = [
        f"{name} {number(median(mark['milliseconds'] for mark in marks), 1)}{NO_BREAK}ms"
        for name, marks in measured["marks"].items()
    ]
    colon, semicolon = f"{NO_BREAK}: ", f"{NO_BREAK}; "
    return (
        f"Questions où deux sujets ont été compris à la fois{colon}{semicolon.join(told)}. "
        f"Temps médian pour comprendre une question, un seul passage et sans serveur{colon}"
        f"{semicolon.join(times)}."
    )


def _groups(measured: Mapping[str, Any]) -> list[tuple[str, dict[str, Marks]]]:
    """The title and the marks of each kind of author, and of the parts of a kind."""
    groups = []
    for kind in kinds(measured):
        whole = of_kind(measured, kind)
        groups.append((_title(TITLES.get(kind, kind), whole), whole))
        details = sorted({mark["detail"] for marks in whole.values() for mark in marks} - {""})
        for detail in details:
            part: dict[str, Marks] = {
                name: [mark for mark in marks if mark["detail"] == detail]
                for name, marks in whole.items()
            }
            groups.append((f"· dont {_title(detail, part)}", part))
    return groups


def _title(name: str, marks: Mapping[str, Marks]) -> str:
    return f"{name} ({len(next(iter(marks.values())))})"


def _any_marks(measured: Mapping[str, Any]) -> Marks:
    marks: Marks = next(iter(measured["marks"].values()))
    return marks
