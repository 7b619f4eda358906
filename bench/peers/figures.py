"""What is told of understanding and of speed, as rows of tables, and what was asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from scipy.stats import binomtest

from bench.french import NO_BREAK, NOTHING, number, spread
from bench.spread import Spread, percentile, spread_of

OURS, REFERENCE = "assistant", "rasa-defaut"
TITLES = {
    "entrepreneurs": "entrepreneurs",
    "presse-etudes": "presse et études",
    "bruit": "frappe fautive",
    "hors-champ": "hors champ",
}
Marks = dict[str, list[Mapping[str, Any]]]  # by contestant
Run = Mapping[str, Mapping[str, Any]]  # of each server, what one start of it showed


def groups(asked: Mapping[str, Any]) -> Iterator[tuple[str, Marks]]:
    """The marks by kind of author, each kind followed by its parts."""
    known = {(one["kind"], one["detail"]) for one in next(iter(asked["marks"].values()))}
    kinds = sorted(
        {kind for kind, _ in known}, key=lambda kind: ([*TITLES, kind].index(kind), kind)
    )
    for kind in kinds:
        for detail in sorted({""} | {detail for one, detail in known if one == kind}):
            marks = {
                name: [
                    one for one in marks if one["kind"] == kind and one["detail"].startswith(detail)
                ]
                for name, marks in asked["marks"].items()
            }
            yield f"· dont {detail}" if detail else TITLES.get(kind, kind), marks


def understanding_rows(asked: Mapping[str, Any], what: str) -> list[dict[str, str]]:
    """The share of marks that are "right" or "refused", by kind of author and contestant."""
    rows = []
    for title, marks in groups(asked):
        shares = {name: sum(one[what] for one in all_) / len(all_) for name, all_ in marks.items()}
        row = {"qui écrit (questions)": f"{title} ({len(next(iter(marks.values())))})"}
        row |= {name: number(100 * share, 1, "%") for name, share in shares.items()}
        if what == "right":
            row[f"{OURS} devant tous{NO_BREAK}?"] = ahead(shares)
        rows.append(row)
    return rows


def ahead(shares: Mapping[str, float]) -> str:
    """Whether ours is ahead of every other, and who is not behind."""
    others = {name: share - shares.get(OURS, 0) for name, share in shares.items() if name != OURS}
    better = ", ".join(name for name, lead in others.items() if lead > 0)
    equal = ", ".join(name for name, lead in others.items() if lead == 0)
    if better:
        return f"**non**, derrière {better}"
    return f"**non**, à égalité avec {equal}" if equal else "oui"


def share_interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    found = binomtest(right, total).proportion_ci(method="wilson")
    return min(found.low, right / total), max(found.high, right / total)


class Measure(NamedTuple):
    """A figure of one start of a server."""

    title: str
    of: Callable[[Mapping[str, Any]], float]
    unit: str
    digits: int
    target: float | None = None  # asked of the ratio to the reference, or of the figure if `own`
    aim: float | None = None  # hoped for
    more: bool = False  # whether more is better
    own: bool = False  # the figure compares a server with itself

    def over(self, runs: Sequence[Run], name: str) -> Spread:
        """The figure of a contestant over all runs."""
        return spread_of(self.of(run[name]) for run in runs)

    def ratio(self, runs: Sequence[Run], name: str) -> Spread:
        """The ratio to the reference's, run by run."""
        return spread_of(self.of(run[name]) / self.of(run[REFERENCE]) for run in runs)

    def verdict(self, seen: Spread) -> str:
        """Whether the median is as good as asked, or even as hoped for."""
        sign = 1 if self.more else -1
        if self.target is None:
            return NOTHING
        if sign * (seen.middle - self.target) < 0:
            return "**manqué**"
        best = self.aim is not None and sign * (seen.middle - self.aim) >= 0
        return "tenu, espoir atteint" if best else "tenu"


def _turns(kind: str, title: str, target: float, aim: float) -> Iterator[Measure]:
    for percent, asked in ((50, (target, aim)), (95, (None, None)), (99, (None, None))):

        def of(run: Mapping[str, Any], percent: float = percent) -> float:
            return percentile(run[kind], percent)

        yield Measure(f"{title}, p{percent}", of, "ms", 1, *asked)


def _ratio_of(over: str, under: str) -> Callable[[Mapping[str, Any]], float]:
    return lambda run: median(run[over]) / median(run[under])


def _kept(name: str) -> Callable[[Mapping[str, Any]], float]:
    return lambda run: float(run[name])


FROM_DOMAIN, FROM_DATABASE = "tour répondu par `domain.yml`", "tour répondu par la base"
LATE_TURN, DATABASE_TURN = _ratio_of("late", "early"), _ratio_of("database", "domain")
MEASURES = (
    *_turns("domain", FROM_DOMAIN, 1 / 3, 1 / 5),
    *_turns("database", FROM_DATABASE, 1 / 4, 1 / 6),
    Measure("messages par seconde", _kept("throughput"), "/s", 1, 3, 5, more=True),
    Measure("démarrage, jusqu’à la première réponse", _kept("startup"), "s", 1, 1 / 2, 1 / 4),
    Measure("mémoire de tous les processus", _kept("memory"), "Mo", 0, 1 / 2, 1 / 3),
    Measure("tour 200 sur tour 2 d’une conversation", LATE_TURN, "", 2, 1.2, 1.05, own=True),
    Measure("tour par la base sur tour par `domain.yml`", DATABASE_TURN, "", 2, 1.3, own=True),
)


def speed_rows(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Every figure of every contestant: its median over the runs, and its extremes."""
    return [
        {"": one.title}
        | {name: spread(one.over(runs, name), one.digits, one.unit) for name in runs[0]}
        for one in MEASURES
    ]


def ratio_rows(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Ratios to the reference, run by run (own figures as they are), beside what was asked."""
    names = [name for name in runs[0] if name != REFERENCE and REFERENCE in runs[0]]
    rows = []
    for one in MEASURES:
        seen = {name: one.over(runs, name) if one.own else one.ratio(runs, name) for name in names}
        row = {"": f"{one.title} (à lui-même)" if one.own else one.title}
        row |= {f"{name} / {REFERENCE}": spread(seen[name], 2) for name in names}
        for title, wanted in (("demandé", one.target), ("espéré", one.aim)):
            sign = "≥" if one.more else "≤"
            row[title] = f"{sign}{NO_BREAK}{number(wanted, 2)}" if wanted else NOTHING
        rows.append(row | {"verdict": one.verdict(seen[OURS]) if OURS in seen else NOTHING})
    return rows
