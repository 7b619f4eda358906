"""What the document says of speed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.peers.contestants import OURS, REFERENCE
from bench.peers.french import NO_BREAK, number, spread, table
from bench.peers.measures import MEASURES, Measure
from bench.peers.spread import Spread

Runs = Sequence[Mapping[str, Mapping[str, Any]]]


def figures_table(runs: Runs) -> str:
    """Every figure of every contestant: its median over the runs, and its extremes."""
    names = list(runs[0])
    rows = [
        [one.title, *(spread(one.over(runs, name), one.digits, one.unit) for name in names)]
        for one in MEASURES
    ]
    return table([["", *names], *rows])


def ratios_table(runs: Runs) -> str:
    """The ratios to the reference, run by run, beside what was asked."""
    names = [name for name in runs[0] if name != REFERENCE]
    head = ["", *(f"{name} / {REFERENCE}" for name in names), "demandé", "espéré", "verdict"]
    rows = [
        [
            one.title,
            *(spread(one.ratio(runs, name, REFERENCE), 2) for name in names),
            *asked(one),
            verdict(one, one.ratio(runs, OURS, REFERENCE)) if OURS in names else "—",
        ]
        for one in MEASURES
        if not one.own
    ]
    return table([head, *rows])


def own_table(runs: Runs) -> str:
    """Our assistant beside itself."""
    rows = [
        [
            one.title,
            spread(one.over(runs, OURS), 2),
            *asked(one),
            verdict(one, one.over(runs, OURS)),
        ]
        for one in MEASURES
        if one.own
    ]
    return table([["", OURS, "demandé", "espéré", "verdict"], *rows])


def asked(measure: Measure) -> list[str]:
    """What was asked and what was hoped for."""
    sign = "≥" if measure.more_is_better else "≤"
    return [
        "—" if wanted is None else f"{sign}{NO_BREAK}{number(wanted, 2)}"
        for wanted in (measure.target, measure.aim)
    ]


def verdict(measure: Measure, seen: Spread) -> str:
    """Whether the median is as good as asked, or even as hoped for."""
    if measure.target is None:
        return "—"
    if not measure.meets(seen.middle, measure.target):
        return "**manqué**"
    if measure.aim is not None and measure.meets(seen.middle, measure.aim):
        return "tenu, espoir atteint"
    return "tenu"
