"""What is told of understanding and of speed, as rows of tables, and what was asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

from bench.french import NO_BREAK, NOTHING, Spread, number, percentile, spread, spread_of

OURS, REFERENCE = "assistant", "rasa-defaut"
TITLES = {
    "entrepreneurs": "entrepreneurs",
    "presse-etudes": "presse et études",
    "bruit": "frappe fautive",
    "hors-champ": "hors champ",
}
Run = Mapping[str, Mapping[str, Any]]  # of each server, what one start of it showed


def groups(asked: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The marks by kind of author, each kind followed by its parts."""
    known = {(one["kind"], one["detail"]) for one in next(iter(asked["marks"].values()))}
    for kind in sorted({kind for kind, _ in known}, key=[*TITLES, *sorted(dict(known))].index):
        for part in sorted({""} | {detail for one, detail in known if one == kind}):
            marks = {
                name: [one for one in all_ if one["kind"] == kind and part in ("", one["detail"])]
                for name, all_ in asked["marks"].items()
            }
            yield f"· dont {part}" if part else TITLES.get(kind, kind), marks


def understanding_rows(asked: Mapping[str, Any], what: str) -> list[dict[str, str]]:
    """The share of marks that are "right" or "refused", by kind of author and contestant."""
    rows = []
    for title, marks in groups(asked):
        shares = {name: sum(one[what] for one in all_) / len(all_) for name, all_ in marks.items()}
        row = {"qui écrit (questions)": f"{title} ({len(next(iter(marks.values())))})"}
        row |= {name: number(100 * share, 1, "%") for name, share in shares.items()}
        verdict = {f"{OURS} devant tous{NO_BREAK}?": ahead(shares)} if what == "right" else {}
        rows.append(row | verdict)
    return rows


def ahead(shares: Mapping[str, float]) -> str:
    """Whether ours is ahead of every other, and who is not behind."""
    others = {name: share - shares.get(OURS, 0) for name, share in shares.items() if name != OURS}
    better = ", ".join(name for name, lead in others.items() if lead > 0)
    equal = ", ".join(name for name, lead in others.items() if lead == 0)
    told = f"derrière {better}" if better else f"à égalité avec {equal}"
    return f"**non**, {told}" if better or equal else "oui"


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

    def verdict(self, middle: float) -> str:
        """Whether a median is as good as asked, or even as hoped for."""
        missed = [one and (one - middle if self.more else middle - one) > 0 for one in self[4:6]]
        if missed[0] is not False:
            return "**manqué**" if missed[0] else NOTHING
        return "tenu, espoir atteint" if missed[1] is False else "tenu"


def _tail(kind: str, percent: int) -> Callable[[Mapping[str, Any]], float]:
    return lambda run: percentile(run[kind], percent)


def _medians(over: str, under: str) -> Callable[[Mapping[str, Any]], float]:
    return lambda run: median(run[over]) / median(run[under])


DOMAIN, DATABASE = "tour répondu par `domain.yml`", "tour répondu par la base"
LATE, COST = _medians("late", "early"), _medians("database", "domain")
MEASURES = (
    Measure(f"{DOMAIN}, p50", _tail("domain", 50), "ms", 1, 1 / 3, 1 / 5),
    Measure(f"{DOMAIN}, p95", _tail("domain", 95), "ms", 1),
    Measure(f"{DOMAIN}, p99", _tail("domain", 99), "ms", 1),
    Measure(f"{DATABASE}, p50", _tail("database", 50), "ms", 1, 1 / 4, 1 / 6),
    Measure(f"{DATABASE}, p95", _tail("database", 95), "ms", 1),
    Measure(f"{DATABASE}, p99", _tail("database", 99), "ms", 1),
    Measure("messages par seconde", itemgetter("throughput"), "/s", 1, 3, 5, more=True),
    Measure("démarrage, jusqu’à la première réponse", itemgetter("startup"), "s", 1, 1 / 2, 1 / 4),
    Measure("mémoire de tous les processus", itemgetter("memory"), "Mo", 0, 1 / 2, 1 / 3),
    Measure("tour 200 sur tour 2 d’une conversation", LATE, "", 2, 1.2, 1.05, own=True),
    Measure("tour par la base sur tour par `domain.yml`", COST, "", 2, 1.3, own=True),
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
        sign = f"{'≥' if one.more else '≤'}{NO_BREAK}"
        row["demandé"] = sign + number(one.target, 2) if one.target else NOTHING
        row["espéré"] = sign + number(one.aim, 2) if one.aim else NOTHING
        rows.append(row | {"verdict": one.verdict(seen[OURS].middle) if OURS in seen else NOTHING})
    return rows
