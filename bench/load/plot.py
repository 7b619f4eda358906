"""The figures of the document. Colours of Okabe and Ito, with a marker or a dash for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.load.figures import closed_knee, open_knee
from bench.peers.french import number

BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
TAILS = (("p50", BLUE, "o-"), ("p95", ORANGE, "s--"), ("p99", RED, "^:"))
KNEE = {"color": "grey", "linestyle": ":", "linewidth": 1.5}

Part = Mapping[str, Any]


def draw_all(results: Part, folder: Path) -> None:
    """Writes a figure for each part that was measured."""
    folder.mkdir(parents=True, exist_ok=True)
    if "closed" in results:
        _write(closed_figure(results["closed"]), folder / "charge-fermee.png")
    if "open" in results:
        _write(open_figure(results["open"]), folder / "charge-ouverte.png")
        _write(overload_figure(results["open"]["overload"]), folder / "charge-surcharge.png")
    if "memory" in results:
        _write(memory_figure(results["memory"]), folder / "charge-memoire.png")


def closed_figure(part: Part) -> Figure:
    """Throughput and latency for each number of visitors."""
    figure, (left, right) = _two()
    levels = part["levels"]
    visitors = [one["visitors"] for one in levels]
    left.plot(visitors, _column(levels, "messages_a_second"), "o-", color=GREEN)
    left.set_ylabel("messages par seconde")
    left.set_ylim(bottom=0)
    _tails(right, visitors, levels)
    for axes in (left, right):
        axes.set_xscale("log", base=2)
        axes.set_xticks(visitors)
        axes.set_xticklabels(map(str, visitors))
        axes.set_xlabel("visiteurs")
        axes.axvline(closed_knee(levels)["visitors"], label="genou", **KNEE)
    right.legend()
    return figure


def open_figure(part: Part) -> Figure:
    """What becomes of each load."""
    figure, (left, right) = _two()
    levels = part["levels"]
    loads = [100 * one["share"] for one in levels]
    left.plot(loads, _column(levels, "offered"), "x:", color="grey", label="demandées")
    left.plot(loads, _column(levels, "requests_a_second"), "o-", color=GREEN, label="servies")
    refused = [one["offered"] * one["refused_share"] for one in levels]
    left.plot(loads, refused, "s--", color=RED, label="refusées en règle")
    left.set_ylabel("demandes par seconde")
    _tails(right, loads, levels)
    knee = open_knee(levels)
    for axes in (left, right):
        axes.set_xlabel("charge, en % de la capacité")
        if knee:
            axes.axvline(100 * knee["share"], label="genou", **KNEE)
        axes.legend()
    return figure


def overload_figure(over: Part) -> Figure:
    """Second by second."""
    figure, (left, right) = _two()
    seen = over["windows"]
    times = _column(seen, "time")
    for name, colour, mark in TAILS[:2]:
        left.plot(times, _heights(seen, name), mark, color=colour, label=name, markersize=3)
    left.set_yscale("log")
    left.yaxis.set_major_formatter(_plainly)
    left.set_ylabel("latence des messages acceptés (ms)")
    width = over["window"]
    right.plot(times, [one["accepted"] / width for one in seen], "o-", color=GREEN, label="servies")
    right.plot(times, [one["refused"] / width for one in seen], "s--", color=RED, label="refusées")
    right.set_ylabel("demandes par seconde")
    for axes in (left, right):
        axes.axvspan(over["calm"], over["over"], color="grey", alpha=0.15, label="surcharge")
        axes.set_xlabel("secondes")
        axes.legend()
    return figure


def memory_figure(part: Part) -> Figure:
    """Memory and the database by messages."""
    figure, (left, right) = _two()
    series = part["series"]
    messages = _column(series, "messages")
    left.plot(messages, _column(series, "rss"), "-", color=ORANGE, label="RSS")
    left.plot(messages, _column(series, "pss"), "--", color=BLUE, label="PSS")
    left.axvline(part["settled"], label="début de la pente", **KNEE)
    left.set_ylabel("Mo du processus")
    left.legend()
    right.plot(messages, _column(series, "database"), "-", color=GREEN)
    right.set_ylabel("Mo de la base (attendu : elle grandit)")
    for axes in (left, right):
        axes.set_xlabel("messages")
        axes.xaxis.set_major_formatter(_plainly)
        axes.set_ylim(0, 1.1 * axes.get_ylim()[1])
    return figure


def _two() -> tuple[Figure, Sequence[Axes]]:
    figure = Figure(figsize=(12, 4.2), constrained_layout=True)
    both = figure.subplots(1, 2)
    for axes in both:
        axes.grid(alpha=0.3)
        axes.yaxis.set_major_formatter(_plainly)
    return figure, both


def _tails(axes: Axes, places: Sequence[float], levels: Sequence[Part]) -> None:
    for name, colour, mark in TAILS:
        heights = _heights([one["latency"] or {} for one in levels], name)
        axes.plot(places, heights, mark, color=colour, label=name)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(_plainly)
    axes.set_ylabel("latence des messages acceptés (ms)")


def _plainly(value: float, _place: int) -> str:
    """A number of an axis; a decimal only where it needs one."""
    return number(value, 0 if value == int(value) else 1)


def _column(rows: Sequence[Part], name: str) -> list[float]:
    return [one[name] for one in rows]


def _heights(rows: Sequence[Part], name: str) -> list[float]:
    """What there is of a column; a gap in the line where there is nothing."""
    return [float("nan") if one.get(name) is None else one[name] for one in rows]


def _write(figure: Figure, path: Path) -> None:
    figure.savefig(path, dpi=100, metadata={"Software": None})
