"""What is told of a server's speed, and what was asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from bench.peers.spread import Spread, percentile

Figures = Mapping[str, Any]  # of one start of one server, as `speed.Run` has them


@dataclass(frozen=True)
class Measure:
    """One figure of a start of a server.

    Attributes:
        title: in French.
        of: takes it from what the start showed.
        unit: with the figure.
        digits: behind the comma.
        more_is_better: or less is.
        target: what was asked: the ratio to the reference, or the figure itself if it is `own`.
        aim: what was hoped for.
        own: the figure is a ratio of the server to itself.
    """

    title: str
    of: Callable[[Figures], float]
    unit: str
    digits: int
    more_is_better: bool = False
    target: float | None = None
    aim: float | None = None
    own: bool = False

    def meets(self, value: float, wanted: float) -> bool:
        """Whether a ratio (or the own figure) is as good as wanted."""
        return value >= wanted if self.more_is_better else value <= wanted

    def over(self, runs: Sequence[Mapping[str, Figures]], name: str) -> Spread:
        """The figure of a contestant over all runs."""
        return Spread.of(self.of(run[name]) for run in runs)

    def ratio(self, runs: Sequence[Mapping[str, Figures]], name: str, reference: str) -> Spread:
        """The ratio to the reference's, run by run."""
        return Spread.of(self.of(run[name]) / self.of(run[reference]) for run in runs)


def tail(kind: str, percent: float, figures: Figures) -> float:
    """A percentile of the turns of a kind."""
    return percentile(figures[kind], percent)


def growth(figures: Figures) -> float:
    """How much longer a late turn of a long conversation takes than an early one."""
    return median(figures["late"]) / median(figures["early"])


def cost_of_database(figures: Figures) -> float:
    """How much longer a turn from the database takes than one from the domain."""
    return median(figures["database"]) / median(figures["domain"])


def _turns(kind: str, title: str, target: float, aim: float) -> list[Measure]:
    first = Measure(f"{title}, p50", partial(tail, kind, 50), "ms", 1, target=target, aim=aim)
    rest = [
        Measure(f"{title}, p{percent}", partial(tail, kind, percent), "ms", 1)
        for percent in (95, 99)
    ]
    return [first, *rest]


def _kept(name: str) -> Callable[[Figures], float]:
    return lambda figures: float(figures[name])


MEASURES = (
    *_turns("domain", "tour répondu par `domain.yml`", 1 / 3, 1 / 5),
    *_turns("database", "tour répondu par la base", 1 / 4, 1 / 6),
    Measure("messages par seconde", _kept("throughput"), "/s", 1, True, 3, 5),
    Measure(
        "démarrage, jusqu’à la première réponse", _kept("startup"), "s", 1, False, 1 / 2, 1 / 4
    ),
    Measure("mémoire de tous les processus", _kept("memory"), "Mo", 0, False, 1 / 2, 1 / 3),
    Measure("tour 200 sur tour 2 d’une conversation", growth, "", 2, False, 1.2, 1.05, own=True),
    Measure(
        "tour par la base sur tour par `domain.yml`", cost_of_database, "", 2, False, 1.3, own=True
    ),
)
