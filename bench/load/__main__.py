"""`python -m bench.load`: measures, keeps the results, refills docs/charge.md and its pictures."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from bench import charts, report
from bench.load import measures
from bench.paths import DOCS, VAR
from bench.results import describe_machine, keep_results, read_results
from harness.processes import ProgramError

RESULTS, DOCUMENT = VAR / "load" / "results.json", DOCS / "charge.md"
PARTS = {
    "closed": measures.measure_closed,
    "open": measures.measure_open,
    "limits": measures.measure_limits,
    "memory": measures.measure_memory,
    "processes": measures.measure_processes,
}
# How much is measured, in full and for a quick try: seconds of each load, messages, or turns.
SETTINGS = {
    "warm_up": (200, 20),
    "users": ((1, 2, 4, 8, 16, 32, 64), (1, 4, 32, 64)),
    "closed_seconds": (9, 3),
    "percents": ((20, 40, 60, 80, 90, 100, 125, 150, 200), (30, 80, 120, 200)),
    "open_seconds": (12, 4),
    "overload": ((8, 10, 12), (3, 4, 5)),
    "limit_seconds": (15, 6),
    "messages": (20_000, 400),
    "reading_seconds": (2, 0.5),
    "pairs": (5, 2),
    "pair_messages": (300, 60),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs what is asked for; the exit status is 1 if it could not be measured."""
    options = read_options(arguments)
    settings = SimpleNamespace(**{name: one[options.quick] for name, one in SETTINGS.items()})
    try:
        for name in [] if options.report else options.only or PARTS:
            machine = describe_machine()
            say(f"{name} …")
            with tempfile.TemporaryDirectory(prefix="load-") as folder:
                found = PARTS[name](settings, Path(folder), say)
            part = {**found, "machine": machine, "quick": options.quick}
            keep_results(RESULTS, **{name: part})
        publish()
    except ProgramError as error:
        say(f"✗ {error}")
        return 1
    return 0


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser("python -m bench.load", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts alone")
    parser.add_argument("--quick", action="store_true", help="a little of all, to try it")
    parser.add_argument("--report", action="store_true", help="only refill the document again")
    return parser.parse_args(arguments)


def publish() -> None:
    """Refills the document, draws the pictures, prints the tables."""
    results = read_results(RESULTS)
    blocks = {
        name: report.block(part, tables)
        for part in results.values()
        for name, tables in part["tables"].items()
    }
    report.publish(DOCUMENT, blocks)
    charts.draw_load(results, DOCS / "images")


def say(line: str) -> None:
    """Tells how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are stopped on the way
    sys.exit(main())
