"""The pictures of both documents. Colours of Okabe and Ito, with a marker or a hatch for each."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import binomtest

from bench.french import number
from bench.peers.figures import MEASURES, REFERENCE, groups

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
STYLES, MARKERS, HATCHES = ("-o", "--s", ":^"), "os^Dv", ("", "//", "..", "xx", "--")
TAILS, RATES = ("p50 (ms)", "p95 (ms)", "p99 (ms)"), ("demandes/s", "servies/s", "messages/s")


def draw_load(results: Mapping[str, Any], folder: Path) -> None:
    """A picture for each part that was measured."""
    for name, part in results.items():
        if name == "closed":
            figure = _panels(part["tables"]["fermee"][0], "visiteurs", ("messages/s",), TAILS)
            for axes in figure.axes:
                axes.set_xscale("log", base=2)
            _finish(figure, folder / "charge-fermee.png", part["knee"])
        if name == "open":
            figure = _panels(part["tables"]["ouverte"][1], "charge (%)", RATES, TAILS)
            _finish(figure, folder / "charge-ouverte.png", part["knee"])
            over = part["overload"]
            figure = _panels(over["windows"], "secondes", RATES, TAILS[:2])
            for axes in figure.axes:
                axes.axvspan(over["calm"], over["over"], color="grey", alpha=0.15)
            _finish(figure, folder / "charge-surcharge.png")
        if name == "memory":
            figure = _panels(part["series"], "messages", ("RSS (Mo)", "PSS (Mo)"), ("base (Mo)",))
            _finish(figure, folder / "charge-memoire.png")


def _panels(rows: Sequence[Mapping[str, Any]], across: str, *panels: Sequence[str]) -> Figure:
    """Columns over a column, with a gap where there is nothing; latencies in a log scale."""
    figure = Figure(figsize=(12, 4.2), constrained_layout=True)
    for axes, names in zip(figure.subplots(1, 2), panels):
        for name, colour, style in zip(names, COLOURS, STYLES):
            heights = [float("nan") if row[name] is None else row[name] for row in rows]
            axes.plot([row[across] for row in rows], heights, style, color=colour, label=name, ms=4)
        axes.set_xlabel(across)
        axes.set_yscale("log") if "p50 (ms)" in names else axes.set_ylim(
            0, 1.1 * axes.get_ylim()[1]
        )
    return figure


def _finish(figure: Figure, path: Path, knee: float | None = None) -> None:
    for axes in figure.axes:
        if knee:
            axes.axvline(knee, color="grey", linestyle=":", label="genou")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: number(value, int(value % 1 != 0)))
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=100, metadata={"Software": None})


def draw_comparison(results: Mapping[str, Any], path: Path) -> None:
    """Understanding by kind of author, and speed as ratios to the reference."""
    asked, runs = results["understanding"]["sets"][0], results.get("speed", {}).get("runs", [{}])
    names, both = list(asked["marks"]), 1 + (REFERENCE in runs[0])
    figure = Figure(figsize=(7 * both, 5.2), constrained_layout=True)
    for axes, draw in zip(figure.subplots(1, both, squeeze=False)[0], (_shares, _ratios)):
        draw(axes, names, asked, runs)
        axes.grid(alpha=0.3)
        axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.08), ncol=5, fontsize="small")
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _shares(axes: Axes, names: Sequence[str], asked: Mapping[str, Any], _: Any) -> None:
    axes.set_title("Bien compris, par genre d’auteur (%, traits : à 95 %)")
    kinds = [(title, marks) for title, marks in groups(asked) if not title.startswith("·")]
    width = 0.8 / len(names)
    for place, name in enumerate(names):
        right = [[mark["right"] for mark in marks[name]] for _, marks in kinds]
        shares = [100 * sum(one) / len(one) for one in right]
        ends = [binomtest(sum(o), len(o)).proportion_ci(method="wilson") for o in right]
        errors = [(abs(s - 100 * e.low), abs(100 * e.high - s)) for s, e in zip(shares, ends)]
        places = [kind + (place - (len(names) - 1) / 2) * width for kind in range(len(kinds))]
        style = {"color": COLOURS[place], "hatch": HATCHES[place], "edgecolor": "black"}
        axes.bar(places, shares, width, yerr=[*zip(*errors)], label=name, linewidth=0.5, **style)
    axes.set_xticks(range(len(kinds)), [title for title, _ in kinds])


def _ratios(axes: Axes, names: Sequence[str], _: Any, runs: Sequence[Any]) -> None:
    axes.set_title(f"Fois mieux que {REFERENCE} (barre : demandé)")
    shown = [one for one in reversed(MEASURES) if one.target and not one.own]
    for row, measure in enumerate(shown):
        for place, name in enumerate(names):
            if name in runs[0] and name != REFERENCE:
                ratio = measure.ratio(runs, name)
                low, middle, high = sorted(one if measure.more else 1 / one for one in ratio)
                style = {"fmt": MARKERS[place], "color": COLOURS[place], "capsize": 4}
                style["label"] = None if row else name
                axes.errorbar(middle, row, xerr=[[middle - low], [high - middle]], **style)
        axes.plot((measure.target or 1) ** (1 if measure.more else -1), row, "|k", markersize=20)
    axes.axvline(1, color="grey", linestyle=":")
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(lambda value, _: f"× {number(value, 2 if value < 1 else 0)}")
    axes.set_yticks(range(len(shown)), [one.title.replace("`", "") for one in shown])
