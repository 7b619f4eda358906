"""`python -m bench.load`: measures, keeps the results and writes the document."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.load.effort import Effort
from bench.load.errors import LoadError
from bench.load.limits import measure_limits
from bench.load.loads import measure_closed, measure_open
from bench.load.memory import measure_memory
from bench.load.places import DOCUMENT, IMAGES, RESULTS
from bench.load.plot import draw_all
from bench.load.report import report
from bench.load.scale import measure_scale
from bench.peers.machine import describe_machine

Results = dict[str, Any]

PARTS: dict[str, Callable[..., dict[str, Any]]] = {
    "closed": measure_closed,
    "open": measure_open,
    "memory": measure_memory,
    "scale": measure_scale,
    "limits": measure_limits,
}


def main(arguments: Sequence[str]) -> int:
    """Runs what is asked for; the exit status is 1 if it could not be measured."""
    options = read_options(arguments)
    if options.report:
        return _publish(read_results(RESULTS))
    try:
        for name in options.only or PARTS:
            start = time.monotonic()
            _say(f"{name} …")
            keep(RESULTS, name, measure(name, effort_of(options)))
            _publish(read_results(RESULTS))
            _say(f"{name}: {time.monotonic() - start:.0f} s")
    except LoadError as error:
        _say(f"✗ {error}")
        return 1
    return 0


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser("python -m bench.load", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts alone")
    parser.add_argument("--quick", action="store_true", help="a little of all, to try it")
    parser.add_argument("--messages", type=int, help="while memory is watched (20000)")
    parser.add_argument("--report", action="store_true", help="only write the document again")
    return parser.parse_args(arguments)


def effort_of(options: argparse.Namespace) -> Effort:
    """How much is measured."""
    effort = Effort().quick() if options.quick else Effort()
    return effort.with_messages(options.messages) if options.messages else effort


def measure(name: str, effort: Effort) -> dict[str, Any]:
    """One part, with the machine on which it was measured."""
    machine = describe_machine()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        found = PARTS[name](effort, Path(folder) / name, lambda line: _say(f"  {line}"))
    return {"machine": machine, "effort": asdict(effort), **found}


def read_results(path: Path) -> Results:
    """The results of a file; none if it is missing."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep(path: Path, name: str, part: dict[str, Any]) -> None:
    """Puts a part in the place of that of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {**read_results(path), name: part}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")


def _publish(results: Results) -> int:
    draw_all(results, IMAGES)
    DOCUMENT.write_text(report(results), encoding="utf-8")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
