"""The measures: each starts real servers, lets Locust at them, and returns tables and series."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.french import number, spread
from bench.load import metrics
from bench.load.metrics import Row, level
from bench.load.scenario import Group
from bench.load.site import LONGEST, Run, Site, one_process, two_processes
from bench.results import BenchError
from bench.spread import slope, spread_of
from harness.server import NO_LIMITS

POOL = 300  # users of an open loop: more than ever wait for an answer or were told to wait
SETTLING = 1  # second after a step of a ramp that does not count: users come and go
WINDOW = 0.5  # seconds
READERS, READERS_RATE = 24, 8  # ordinary users beside an abuser, and their requests a second
# Abusers: a group, requests a second, how many times the usual duration it takes to see the limit.
ABUSERS: dict[str, tuple[dict[str, Any], int, int]] = {
    "personne n’abuse": ({}, 0, 1),
    "un visiteur, 10 messages/s (permis : 30 par minute)": ({"users": 1}, 10, 1),
    "une adresse, 20 messages/s (permis : 300 par minute)": ({"users": 20}, 20, 2),
    "une adresse ouvre 10 conversations/s (permis : 60 en 10 minutes)": (
        {"users": 1, "opens": True},
        10,
        1,
    ),
    "une adresse martèle sans pause, 20 connexions": ({}, 20, 1),
}
SPENDERS = {"servers": "serveur(s)", "postgres": "PostgreSQL", "redis": "Redis"}
Say = Callable[[str], None]
Part = dict[str, Any]  # "tables" by the block of the document, and series for the pictures


def measure_closed(settings: Any, folder: Path, say: Say) -> Part:
    """Throughput and latency for each number of users: one ramp."""
    with one_process(folder, settings.warm_up, **NO_LIMITS) as site:
        rows = _ramp(site, settings.users, settings.closed_seconds, seed=1)
    return {"tables": {"fermee": [rows]}, "knee": metrics.closed_knee(rows)["visiteurs"]}


def measure_open(settings: Any, folder: Path, say: Say) -> Part:
    """What becomes of loads below and above the capacity, and how an overload ends."""
    with one_process(folder, settings.warm_up, **NO_LIMITS) as site:
        (capacity,) = _ramp(site, [8], settings.closed_seconds, seed=2)
        rate, rows = capacity["servies/s"], []
        for seed, percent in enumerate(settings.percents, 10):
            say(f"open loop, {percent} % of {rate:.0f} requests a second")
            stage = (settings.open_seconds, percent / 100 * rate)
            samples = site.run([Group([stage], POOL)], seed).samples
            rows.append(level(samples, settings.open_seconds, **{"charge (%)": percent}))
        overload = _overload(site, rate, settings.overload)
    knee = (metrics.open_knee(rows) or {}).get("charge (%)")
    tables = {"ouverte": [[capacity], rows], "surcharge": [[overload.pop("row")]]}
    return {"tables": tables, "knee": knee, "overload": overload}


def measure_limits(settings: Any, folder: Path, say: Say) -> Part:
    """Limits as they are by default: an abuser is told to wait, the others notice little."""
    rows = []
    with one_process(folder, settings.warm_up) as site:
        for seed, (name, (group, rate, times)) in enumerate(ABUSERS.items(), 30):
            say(f"limits: {name}")
            seconds = times * settings.limit_seconds
            groups = [Group([(seconds, READERS_RATE)], READERS, in_turn=True)]
            if rate:
                groups.append(Group([(seconds, rate)], in_turn=True, abuser=True, **group))
            rows.append({"qui abuse": name, **_by_group(site.run(groups, seed))})
    return {"tables": {"abus": [rows]}}


def measure_memory(settings: Any, folder: Path, say: Say) -> Part:
    """Memory while messages are answered, and what it grows by once the server has settled."""
    with one_process(folder, settings.warm_up, **NO_LIMITS) as site:
        (server,) = site.servers
        gauges = {
            "RSS (Mo)": lambda: server.memory()[0],
            "PSS (Mo)": lambda: server.memory()[1],
            "base (Mo)": server.database_size,
        }
        stages, interval = [(LONGEST, 4)], settings.reading_seconds
        seen = site.run([Group(stages)], 50, settings.messages, interval, **gauges)
    messages, settled = metrics.answered(seen.samples), settings.messages // 4
    ends = [one.end for one in messages]
    series = [
        {"messages": bisect_right(ends, one["time"]), **{name: one[name] for name in gauges}}
        for one in seen.readings
    ]
    late = [row for row in series if row["messages"] >= settled]
    counts = [row["messages"] / 1000 for row in late]
    growth = {name: slope(counts, [row[name] for row in late]) for name in gauges}
    told = {name: None if value is None else number(value, 2) for name, value in growth.items()}
    last = {"messages": "croissance pour 1 000, une fois établi", **told}
    part = max(1, min(1000, len(messages) // 2))
    speeds = [
        {
            "messages": name,
            "messages/s": part / (some[-1].end - some[0].end),
            **metrics.latencies(some),
            "échecs": metrics.failures(seen.samples),
        }
        for name, some in (("premiers", messages[:part]), ("derniers", messages[-part:]))
    ]
    tables = {"memoire": [[series[0], *late[:1], series[-1], last], speeds]}
    return {"tables": tables, "series": series, "settled": settled}


def measure_processes(settings: Any, folder: Path, say: Say) -> Part:
    """CPU of a message: two processes with PostgreSQL and Redis, over one with SQLite."""
    pairs: list[list[dict[str, float]]] = []
    with (
        one_process(folder / "one", settings.warm_up, pinned=False, **NO_LIMITS) as one,
        two_processes(folder / "two", settings.warm_up, **NO_LIMITS) as two,
    ):
        for seed in range(60, 60 + settings.pairs):
            say(f"one process, then two ({seed - 59})")
            pairs.append([_cpu(site, settings.pair_messages, seed) for site in (one, two)])
    ratio = spread_of(double["servers"] / single["servers"] for single, double in pairs)
    rows = [
        {
            "calcul par message (ms)": title,
            "(a) un processus, SQLite": _spent(pair[0].get(name) for pair in pairs),
            "(b) deux, PostgreSQL, Redis": _spent(pair[1].get(name) for pair in pairs),
            "rapport (b)/(a)": f"**{spread(ratio, 2)}**" if name == "servers" else None,
        }
        for name, title in SPENDERS.items()
    ]
    return {"tables": {"processus": [rows]}}


def _ramp(site: Site, users: Sequence[int], seconds: float, seed: int) -> list[Row]:
    seen = site.closed([(seconds + SETTLING, one) for one in users], seed)
    rows = []
    for count, stage in zip(users, seen.starts):
        start, end = stage + SETTLING, stage + SETTLING + seconds
        samples = [one for one in seen.samples if start <= one.end < end]
        row = level(samples, seconds, visiteurs=count)
        row["calcul du serveur (%)"] = 100 * seen.used("server", start, end) / seconds
        row["calcul du client (%)"] = 100 * seen.used("client", start, end) / seconds
        rows.append(row)
    return rows


def _overload(site: Site, rate: float, seconds: Sequence[float]) -> Part:
    """Half the capacity, then twice, then half again."""
    stages = [(time, share * rate) for time, share in zip(seconds, (0.5, 2, 0.5))]
    seen = site.run([Group(stages, POOL)], seed=20)
    rows = metrics.windows(seen.samples, seen.starts[0], WINDOW)
    calm, over = seconds[0], seconds[0] + seconds[1]
    back = metrics.recovery(rows, calm, over)
    names = ("à 50 % (s)", "puis à 200 % (s)", "puis à 50 % (s)")
    told = {"latence normale, au plus tard après (s)": None if back is None else back + WINDOW}
    row = {**dict(zip(names, seconds)), **told, "échecs": metrics.failures(seen.samples)}
    return {"calm": calm, "over": over, "windows": rows, "row": row}


def _by_group(seen: Run) -> Row:
    """The abuser and the others; these also from when the abuser was first told to wait."""
    abuser = [one for one in seen.samples if one.abuser]
    others = [one for one in seen.samples if not one.abuser]
    first = min((one.end for one in abuser if one.status == 429), default=None)
    since = [one for one in others if first is not None and one.due >= first]
    return {
        "ses demandes": len(abuser),
        "acceptées": sum(one.accepted for one in abuser),
        **metrics.refusals(abuser),
        "premier 429 (s)": first and first - seen.starts[0],
        **{f"les autres, {name}": value for name, value in metrics.latencies(others).items()},
        "leurs refus": metrics.refusals(others)["refusées"],
        "p95 depuis le premier 429": metrics.latencies(since)["p95 (ms)"],
        "échecs": metrics.failures(seen.samples),
    }


def _cpu(site: Site, messages: int, seed: int) -> dict[str, float]:
    """Milliseconds a message, by who took them; messages alternate between the servers."""
    gauges = {name: service.cpu_seconds for name, service in site.services.items()}
    gauges["servers"] = site.cpu_seconds
    before = {name: read() for name, read in gauges.items()}
    samples = site.closed([(LONGEST, 2)], seed, messages).samples
    if metrics.failures(samples):
        raise BenchError(f"{metrics.failures(samples)} requests failed")
    count = len(metrics.answered(samples))
    return {name: 1000 * (read() - before[name]) / count for name, read in gauges.items()}


def _spent(values: Iterable[float | None]) -> str | None:
    known = [one for one in values if one is not None]
    return spread(spread_of(known), 2) if known else None
