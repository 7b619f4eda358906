"""The measures: each starts real servers, lets Locust at them, and returns tables and series."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.french import number, slope, spread, spread_of
from bench.load import metrics
from bench.load.metrics import Row, level
from bench.load.scenario import Group
from bench.load.site import LONGEST, Run, Site, one_process, two_processes
from harness.processes import ProgramError
from harness.server import NO_LIMITS

POOL = 300  # users of an open loop: more than ever wait for an answer or were told to wait
SETTLING = 1  # second after a step of a ramp that does not count: users come and go
READERS = 24, 8  # ordinary users beside an abuser, and their requests a second
SPENDERS = {"servers": "serveur(s)", "postgres": "PostgreSQL", "redis": "Redis"}
Part = dict[str, Any]  # "tables" by the block of the document, and series for the pictures
Say = Callable[[str], None]


def measure_closed(settings: Any, folder: Path, say: Say) -> Part:
    """Throughput and latency for each number of users: one ramp."""
    with one_process(folder, settings.warm_up, NO_LIMITS) as site:
        rows = _ramp(site, settings.users, settings.closed_seconds, seed=1)
    return {"tables": {"fermee": [rows]}, "knee": metrics.closed_knee(rows)["visiteurs"]}


def measure_open(settings: Any, folder: Path, say: Say) -> Part:
    """What becomes of loads below and above the capacity, and how an overload ends."""
    with one_process(folder, settings.warm_up, NO_LIMITS) as site:
        (capacity,) = _ramp(site, [8], settings.closed_seconds, seed=2)
        rate, rows = capacity["servies/s"], []
        for seed, percent in enumerate(settings.percents, 10):
            say(f"open loop, {percent} % of {rate:.0f} requests a second")
            stage = (settings.open_seconds, percent / 100 * rate)
            samples = site.run([Group([stage], POOL)], seed).samples
            rows.append(level(samples, settings.open_seconds, **{"charge (%)": percent}))
        stages = [(time, share * rate) for time, share in zip(settings.overload, (0.5, 2, 0.5))]
        overload = _overload(site.run([Group(stages, POOL)], seed=20), *settings.overload[:2])
    knee = (metrics.open_knee(rows) or {}).get("charge (%)")
    tables = {"ouverte": [[capacity], rows], "surcharge": [[overload.pop("row")]]}
    return {"tables": tables, "knee": knee, "overload": overload}


def measure_limits(settings: Any, folder: Path, say: Say) -> Part:
    """Limits as they are by default: an abuser is told to wait, the others notice little."""
    rows = []
    with one_process(folder, settings.warm_up, {}) as site:
        for seed, (name, rate, users, opens, times) in enumerate(settings.abusers, 30):
            say(f"limits: {name}")
            seconds = times * settings.limit_seconds
            groups = [Group([(seconds, READERS[1])], READERS[0], in_turn=True)]
            if rate:
                groups.append(Group([(seconds, rate)], users, True, abuser=True, opens=opens))
            rows.append({"qui abuse": name, **_by_group(site.run(groups, seed))})
    return {"tables": {"abus": [rows]}}


def measure_memory(settings: Any, folder: Path, say: Say) -> Part:
    """Memory while messages are answered, and what it grows by once the server has settled."""
    with one_process(folder, settings.warm_up, NO_LIMITS) as site:
        (server,) = site.servers
        sizes = {
            "RSS (Mo)": lambda: server.memory()[0],
            "PSS (Mo)": lambda: server.memory()[1],
            "base (Mo)": server.database_size,
        }
        seen = site.run([Group([(LONGEST, 4)])], 50, settings.messages, sizes)
    messages, settled = metrics.answered(seen.samples), settings.messages // 4
    ends = [one.end for one in messages]
    series = [
        {"messages": bisect_right(ends, one["time"]), **{name: one[name] for name in sizes}}
        for one in seen.readings
    ]
    late = [row for row in series if row["messages"] >= settled]
    thousands = [row["messages"] / 1000 for row in late]
    slopes = {name: slope(thousands, [row[name] for row in late]) for name in sizes}
    growth: Row = {"messages": "croissance pour 1 000, une fois établi"}
    growth |= {name: one if one is None else number(one, 2) for name, one in slopes.items()}
    part, speeds = max(1, min(1000, len(messages) // 2)), []
    for name, some in (("premiers", messages[:part]), ("derniers", messages[-part:])):
        speed = {"messages": name, "messages/s": part / (some[-1].end - some[0].end)}
        speeds.append({**speed, **metrics.latencies(some)})
    tables = {"memoire": [[series[0], *late[:1], series[-1], growth], speeds]}
    return {"tables": tables, "series": series, "failed": metrics.failures(seen.samples)}


def measure_processes(settings: Any, folder: Path, say: Say) -> Part:
    """CPU of a message: two processes with PostgreSQL and Redis, over one with SQLite."""
    ones, twos = [], []
    with (
        one_process(folder / "one", settings.warm_up, NO_LIMITS, pinned=False) as one,
        two_processes(folder / "two", settings.warm_up, NO_LIMITS) as two,
    ):
        for seed in range(60, 60 + settings.pairs):
            say(f"one process, then two ({seed - 59})")
            ones.append(_cpu_of_message(one, settings.pair_messages, seed))
            twos.append(_cpu_of_message(two, settings.pair_messages, seed))
    ratio = spread_of(two["servers"] / one["servers"] for one, two in zip(ones, twos))
    rows = []
    for name, title in SPENDERS.items():
        known = [[turn[name] for turn in turns if name in turn] for turns in (ones, twos)]
        alone, shared = (spread(spread_of(one), 2) if one else None for one in known)
        row = {"calcul par message (ms)": title, "(a) un processus, SQLite": alone}
        row["(b) deux, PostgreSQL, Redis"] = shared
        row["rapport (b)/(a)"] = f"**{spread(ratio, 2)}**" if name == "servers" else None
        rows.append(row)
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


def _overload(seen: Run, calm: float, heavy: float) -> Part:
    rows = metrics.windows(seen.samples, seen.starts[0], width=0.5)
    back = metrics.recovery(rows, calm, calm + heavy)
    row = {
        "à 50 % (s)": calm,
        "puis à 200 % (s)": heavy,
        "latence normale, au plus tard après (s)": None if back is None else back + 0.5,
        "échecs": metrics.failures(seen.samples),
    }
    return {"calm": calm, "over": calm + heavy, "windows": rows, "row": row}


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


def _cpu_of_message(site: Site, messages: int, seed: int) -> dict[str, float]:
    """Milliseconds, by who took them; messages alternate between the servers."""
    services = {name: service.cpu_seconds for name, service in site.services.items()}
    programs = {"servers": site.cpu_seconds, **services}
    before = {name: read() for name, read in programs.items()}
    samples = site.closed([(LONGEST, 2)], seed, messages).samples
    if metrics.failures(samples):
        raise ProgramError(f"{metrics.failures(samples)} requests failed")
    count = len(metrics.answered(samples))
    return {name: 1000 * (read() - before[name]) / count for name, read in programs.items()}
