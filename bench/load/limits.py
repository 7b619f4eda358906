"""The limits as they are by default: the greedy are told to wait, and the others notice little."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.load.effort import Effort
from bench.load.figures import outcome
from bench.load.loads import Bench, Say
from bench.load.plans import Greedy, Scene
from bench.load.running import Run, two_cores
from bench.load.sample import Sample
from bench.load.scenes import GREEDY, ORDINARY
from bench.load.servers import server

VISITORS = 24
PAUSE = 2.5  # seconds: 24 messages a minute, within the limit of 30
TOO_MANY = 429
SCENES: dict[str, Greedy | None] = {
    "calm": None,
    "visitor": Greedy(conversations=1, rate=10),
    "address": Greedy(conversations=20, rate=20),
    "openings": Greedy(conversations=1, rate=10, opens=True),
    "flood": Greedy(conversations=20, rate=0, connections=4),
}


def measure_limits(effort: Effort, folder: Path, say: Say) -> dict[str, Any]:
    """Each scene with a greedy address of its own, for the server remembers who was greedy."""
    found = {}
    cores = two_cores()
    with server(folder, {}, cores[0]) as ours:
        bench = Bench(ours, cores[1])
        bench.warm_up(effort.warm_up)
        for seed, (name, greedy) in enumerate(SCENES.items()):
            plan = Scene((ours.port,), effort.limit_seconds, VISITORS, PAUSE, greedy, seed)
            seen, cpu = bench.measure(plan, effort.limit_seconds)
            found[name] = {**_apart(seen), "server_share": cpu / seen.seconds}
            say(f"{name}: {found[name]['greedy']['refused'] if greedy else 'nobody greedy'}")
    return {
        "pinned": cores[0] is not None,
        "visitors": VISITORS,
        "pause": PAUSE,
        "seconds": effort.limit_seconds,
        "scenes": found,
    }


def _apart(seen: Run) -> dict[str, Any]:
    """The greedy and the others; these also from when the greedy was first told to wait."""
    greedy = [one for one in seen.samples if one.group == GREEDY]
    others = [one for one in seen.samples if one.group == ORDINARY]
    first = first_refusal(greedy)
    return {
        "greedy": {**outcome(greedy), "rate": len(greedy) / seen.seconds},
        "others": outcome(others),
        "others_since": first and outcome([one for one in others if one.due >= first]),
        "refused_after": first and first - seen.start,
    }


def first_refusal(samples: Sequence[Sample]) -> float | None:
    """When the first 429 had come; None when none came."""
    return min((one.end for one in samples if one.status == TOO_MANY), default=None)
