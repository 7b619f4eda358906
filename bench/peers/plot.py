"""The figure of the document. Colours of Okabe and Ito, and a hatch or a marker for each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.peers.contestants import REFERENCE, all_contestants
from bench.peers.french import number
from bench.peers.measures import MEASURES, Measure
from bench.peers.results import Results
from bench.peers.spread import Spread, share_interval
from bench.peers.understanding_tables import TITLES, Marks, kinds, of_kind, share

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
HATCHES = ("", "//", "..", "xx", "--")
MARKERS = ("o", "s", "^", "D", "v")
BAR = 0.16  # width of one bar, where the distance of two kinds is 1


def draw(results: Results, path: Path) -> None:
    """Writes the figure."""
    figure = Figure(figsize=(13, 5.2), layout="constrained")
    left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": (1.25, 1)})
    _draw_understanding(left, results.get("understanding"))
    _draw_speed(right, results.get("speed"))
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _draw_understanding(axes: Axes, half: Mapping[str, Any] | None) -> None:
    axes.set_title("Questions bien comprises, par genre d’auteur")
    if not half:
        _leave_empty(axes)
        return
    one = half["sets"][0]
    for place, name in enumerate(one["marks"]):
        marks = [of_kind(one, kind)[name] for kind in kinds(one)]
        _draw_bars(axes, name, place - (len(one["marks"]) - 1) / 2, marks)
    axes.set_xticks(range(len(kinds(one))), [TITLES.get(kind, kind) for kind in kinds(one)])
    axes.set_ylim(0, 100)
    axes.set_ylabel("% (traits : intervalle à 95 %)")
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncol=5, fontsize="small")


def _leave_empty(axes: Axes) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, "pas encore mesuré", ha="center", transform=axes.transAxes)


def _draw_bars(axes: Axes, name: str, place: float, kinds_marks: list[Marks]) -> None:
    shares = [100 * share(marks, "right") for marks in kinds_marks]
    axes.bar(
        [number + place * BAR for number in range(len(shares))],
        shares,
        BAR,
        label=name,
        color=COLOURS[_style(name)],
        hatch=HATCHES[_style(name)],
        edgecolor="black",
        linewidth=0.5,
        yerr=list(zip(*map(_whiskers, kinds_marks))),
        error_kw={"elinewidth": 0.8},
    )


def _whiskers(marks: Marks) -> tuple[float, float]:
    """How far the interval reaches below and above the share, in percent."""
    right = sum(mark["right"] for mark in marks)
    low, high = share_interval(right, len(marks))
    middle = right / len(marks)
    return 100 * max(0, middle - low), 100 * max(0, high - middle)


def _draw_speed(axes: Axes, half: Mapping[str, Any] | None) -> None:
    axes.set_title(f"Fois mieux que {REFERENCE} (médiane, extrêmes)")
    if not half or REFERENCE not in half["runs"][0]:
        _leave_empty(axes)
        return
    shown = [one for one in reversed(MEASURES) if not one.own and one.target]
    for name in half["runs"][0]:
        if name != REFERENCE:
            gains = [gain(one, one.ratio(half["runs"], name, REFERENCE)) for one in shown]
            _draw_gains(axes, name, gains)
    wanted = [_times_better(one, one.target or 1) for one in shown]
    axes.scatter(wanted, range(len(shown)), marker="|", s=500, color="black", label="demandé")
    axes.axvline(1, color="grey", linestyle=":")
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(lambda value, _: f"× {number(value, 2 if value < 1 else 0)}")
    axes.set_yticks(range(len(shown)), [one.title.replace("`", "") for one in shown])
    axes.grid(axis="x", alpha=0.3)
    axes.legend(loc="upper center", bbox_to_anchor=(0.3, -0.08), ncol=4, fontsize="small")


def _draw_gains(axes: Axes, name: str, gains: list[Spread]) -> None:
    axes.errorbar(
        [one.middle for one in gains],
        range(len(gains)),
        xerr=[[one.middle - one.low for one in gains], [one.high - one.middle for one in gains]],
        fmt=MARKERS[_style(name)],
        color=COLOURS[_style(name)],
        markersize=9,
        capsize=4,
        label=name,
    )


def gain(measure: Measure, ratio: Spread) -> Spread:
    """A ratio turned so that more is better."""
    ends = sorted(_times_better(measure, end) for end in (ratio.low, ratio.high))
    return Spread(_times_better(measure, ratio.middle), *ends)


def _times_better(measure: Measure, ratio: float) -> float:
    return ratio if measure.more_is_better else 1 / ratio


def _style(name: str) -> int:
    """The place of a contestant among all, so that it looks the same in every figure."""
    return [one.name for one in all_contestants()].index(name)
