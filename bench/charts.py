"""The pictures of both documents. Colours of Okabe and Ito, with a marker or a hatch for each."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.french import number
from bench.peers.figures import MEASURES, REFERENCE, groups, share_interval

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
MARKERS, DASHES = "os^Dv*", ("-", "--", ":", "-.", "-", "--")
HATCHES = ("", "//", "..", "xx", "--")
TAILS = ("p50 (ms)", "p95 (ms)", "p99 (ms)")
Rows = Sequence[Mapping[str, Any]]


def draw_load(results: Mapping[str, Any], folder: Path) -> None:
    """A picture for each part that was measured."""
    for name, part in results.items():
        if name == "closed":
            figure = two_panels(part["tables"]["fermee"][0], "visiteurs", ["messages/s"], TAILS)
            _finish(figure, folder / "charge-fermee.png", part["knee"], base=2)
        if name == "open":
            rates = ["demandes/s", "servies/s", "messages/s"]
            figure = two_panels(part["tables"]["ouverte"][1], "charge (%)", rates, TAILS)
            _finish(figure, folder / "charge-ouverte.png", part["knee"])
            over = part["overload"]
            figure = two_panels(over["windows"], "secondes", rates, TAILS[:2])
            for axes in figure.axes:
                axes.axvspan(over["calm"], over["over"], color="grey", alpha=0.15)
            _finish(figure, folder / "charge-surcharge.png")
        if name == "memory":
            sizes = ["RSS (Mo)", "PSS (Mo)"]
            figure = two_panels(part["series"], "messages", sizes, ["base (Mo)"], log=False)
            _finish(figure, folder / "charge-memoire.png")


def two_panels(
    rows: Rows, across: str, left: Sequence[str], right: Sequence[str], log: bool = True
) -> Figure:
    """Columns over a column, with a gap where there is nothing; latencies in a log scale."""
    figure = Figure(figsize=(12, 4.2), constrained_layout=True)
    for axes, names in zip(figure.subplots(1, 2), (left, right)):
        for name, colour, marker, dash in zip(names, COLOURS, MARKERS, DASHES):
            heights = [float("nan") if row[name] is None else row[name] for row in rows]
            places = [row[across] for row in rows]
            axes.plot(places, heights, dash + marker, color=colour, label=name, markersize=4)
        axes.set_xlabel(across)
        axes.set_ylim(bottom=0)
    if log:
        axes.set_ylim(auto=True)
        axes.set_yscale("log")
    return figure


def _finish(figure: Figure, path: Path, knee: float | None = None, base: int = 0) -> None:
    for axes in figure.axes:
        if base:
            axes.set_xscale("log", base=base)
        if knee:
            axes.axvline(knee, color="grey", linestyle=":", label="genou")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: number(value, int(value % 1 != 0)))
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=100, metadata={"Software": None})


def draw_comparison(results: Mapping[str, Any], path: Path) -> None:
    """Understanding by kind of author, and speed as ratios to the reference."""
    figure = Figure(figsize=(13, 5.2), constrained_layout=True)
    left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": (1.25, 1)})
    left.set_title("Questions bien comprises, par genre d’auteur (traits : intervalle à 95 %)")
    right.set_title(f"Fois mieux que {REFERENCE} (médiane, extrêmes ; barre : demandé)")
    names = list(results["understanding"]["sets"][0]["marks"])
    _draw_understanding(left, results["understanding"]["sets"][0], names)
    runs = results.get("speed", {}).get("runs", [{}])
    right.set_axis_off()
    if REFERENCE in runs[0]:
        right.set_axis_on()
        _draw_speed(right, runs, names)
    for axes in (left, right)[: 1 + right.axison]:
        axes.grid(alpha=0.3)
        axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.08), ncol=5, fontsize="small")
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _draw_understanding(axes: Axes, asked: Mapping[str, Any], names: Sequence[str]) -> None:
    kinds = [(title, marks) for title, marks in groups(asked) if not title.startswith("·")]
    width = 0.8 / len(names)
    for place, name in enumerate(names):
        right = [[mark["right"] for mark in marks[name]] for _, marks in kinds]
        shares = [100 * sum(one) / len(one) for one in right]
        ends = [share_interval(sum(one), len(one)) for one in right]
        errors = [(s - 100 * low, 100 * high - s) for s, (low, high) in zip(shares, ends)]
        places = [kind + (place - (len(names) - 1) / 2) * width for kind in range(len(kinds))]
        style = {"color": COLOURS[place], "hatch": HATCHES[place], "edgecolor": "black"}
        axes.bar(places, shares, width, yerr=[*zip(*errors)], label=name, linewidth=0.5, **style)
    axes.set_xticks(range(len(kinds)), [title for title, _ in kinds])


def _draw_speed(axes: Axes, runs: Sequence[Any], names: Sequence[str]) -> None:
    shown = [one for one in reversed(MEASURES) if one.target and not one.own]
    for row, measure in enumerate(shown):
        for name in runs[0].keys() - {REFERENCE}:
            ratio = measure.ratio(runs, name)
            low, middle, high = sorted(one if measure.more else 1 / one for one in ratio)
            place, ends = names.index(name), [[middle - low], [high - middle]]
            style = {"fmt": MARKERS[place], "color": COLOURS[place], "capsize": 4}
            axes.errorbar(middle, row, xerr=ends, label=None if row else name, **style)
        target = measure.target or 1
        axes.plot(target if measure.more else 1 / target, row, "|k", markersize=20)
    axes.axvline(1, color="grey", linestyle=":")
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(lambda value, _: f"× {number(value, 2 if value < 1 else 0)}")
    axes.set_yticks(range(len(shown)), [one.title.replace("`", "") for one in shown])
