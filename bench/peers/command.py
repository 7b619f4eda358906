"""`python -m bench.peers`: measures, keeps the results and writes the document."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bench.peers.answers import Answers
from bench.peers.contestant import Contestant, Served
from bench.peers.contestants import chosen, prepare
from bench.peers.effort import Effort
from bench.peers.errors import ComparisonError
from bench.peers.examples import read_yaml
from bench.peers.machine import describe_machine
from bench.peers.places import (
    AUTHORS_EXAM,
    CATALOGUE,
    DOCUMENT,
    DOMAIN,
    EXAM,
    FIGURE,
    HERE,
    RESULTS,
    ROOT,
)
from bench.peers.plot import draw
from bench.peers.questions import read_sets
from bench.peers.rasa_project import FULL_EPOCHS
from bench.peers.report import write_report
from bench.peers.results import Results, keep_results, read_results
from bench.peers.speed import measure_speed
from bench.peers.spoken import Line, read_script, understood_by_all
from bench.peers.talk import Checker
from bench.peers.understanding import measure_understanding


def main(arguments: Sequence[str]) -> int:
    """Runs what is asked for; the exit status is 1 if somebody could not take part."""
    options = read_options(arguments)
    if options.report:
        return _publish(read_results(RESULTS))
    try:
        contestants = chosen(options.only, options.epochs)
        ready, missing = prepare(contestants, _say)
        if options.prepare or not ready:
            return int(bool(missing))
        with tempfile.TemporaryDirectory() as folder:
            for name, half in measure(ready, options, Path(folder)):
                half["epochs"] = options.epochs or FULL_EPOCHS
                _publish(keep_results(RESULTS, {name: half}))
    except ComparisonError as error:
        _say(f"✗ {error}")
        return 1
    return int(bool(missing))


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser("python -m bench.peers", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="compare these alone")
    parser.add_argument("--runs", type=int, help="fresh starts of each server (5)")
    parser.add_argument("--quick", action="store_true", help="one run and few turns, to try it")
    parser.add_argument(
        "--epochs",
        type=int,
        help=f"of DIET, when {FULL_EPOCHS} take too long; told in the document",
    )
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--understanding", action="store_true", help="measure that alone")
    half.add_argument("--speed", action="store_true", help="measure that alone")
    half.add_argument("--prepare", action="store_true", help="install and train, measure nothing")
    half.add_argument("--report", action="store_true", help="write the document anew, no more")
    return parser.parse_args(arguments)


def effort_of(options: argparse.Namespace) -> Effort:
    """How much the options ask for."""
    effort = Effort().quick() if options.quick else Effort()
    return replace(effort, runs=options.runs) if options.runs else effort


def measure(
    ready: Sequence[Contestant],
    options: argparse.Namespace,
    folder: Path,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The halves that were asked for, each as soon as it is there."""
    if not options.speed:
        yield "understanding", _understanding(ready, folder)
    if not options.understanding:
        yield "speed", _speed(ready, effort_of(options), folder)


def _understanding(ready: Sequence[Contestant], folder: Path) -> dict[str, Any]:
    kept = ROOT / os.environ.get("EVAL_DIR", "../shared/eval")
    if not (kept / "dev.jsonl").exists():
        _say("no dev.jsonl in EVAL_DIR: only the project's own exams are asked")
    machine = describe_machine()
    return {
        "machine": machine,
        "sets": measure_understanding(ready, read_sets(kept, EXAM, AUTHORS_EXAM), folder, _say),
    }


def _speed(ready: Sequence[Contestant], effort: Effort, folder: Path) -> dict[str, Any]:
    servers = [contestant for contestant in ready if isinstance(contestant, Served)]
    if not servers:
        raise ComparisonError("none of these has a server whose speed could be measured")
    machine = describe_machine()
    written = read_script(HERE / "spoken.yml")
    script = understood_by_all(written, servers, folder)
    runs = measure_speed(servers, script, effort, _checker(), folder, _say)
    lines = {"written": written.size, "said": script.size}
    return {"machine": machine, "effort": asdict(effort), "lines": lines, "runs": runs}


def _checker() -> Checker:
    """Says whether a text answers a line; the clusters must all come from the database."""
    answers = Answers(DOMAIN)
    names = [cluster["nom"] for cluster in read_yaml(CATALOGUE)["clusters"]]

    def check(text: str, line: Line) -> None:
        answers.check(text, line.topic, names if line.topic == "liste_clusters" else ())

    return check


def _publish(results: Results) -> int:
    write_report(results, DOCUMENT)
    draw(results, FIGURE)
    _say(f"written: {DOCUMENT.relative_to(ROOT)}, {FIGURE.relative_to(ROOT)}")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
