"""`python -m bench.load`: measures, keeps the results, refills docs/charge.md and its pictures."""

import tempfile
from pathlib import Path
from types import SimpleNamespace

from bench import charts, command, report
from bench.command import keep_results, read_results
from bench.load import measures
from bench.paths import DOCS, VAR
from harness.files import read_yaml
from harness.machine import describe_machine

RESULTS, DOCUMENT = VAR / "load" / "results.json", DOCS / "charge.md"
PARTS = {
    name: getattr(measures, f"measure_{name}")
    for name in ("closed", "open", "limits", "memory", "processes")
}


def main(arguments: list[str] | None = None) -> int:
    """Measures what is asked for, refills the document, draws the pictures."""
    parser = command.parser("bench.load", __doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts alone")
    options = parser.parse_args(arguments)
    whole = read_yaml(Path(__file__).with_name("settings.yml"))
    chosen = whole["quick" if options.quick else "full"]
    settings = SimpleNamespace(**chosen, abusers=whole["abusers"])
    for name in () if options.report else options.only or PARTS:
        command.say(f"{name} …")
        machine = describe_machine()
        with tempfile.TemporaryDirectory(prefix="load-") as folder:
            found = PARTS[name](settings, Path(folder), command.say)
        part = {**found, "machine": machine, "quick": options.quick}
        keep_results(RESULTS, **{name: part})
    results = read_results(RESULTS)
    blocks = {
        name: report.block(part, tables)
        for part in results.values()
        for name, tables in part["tables"].items()
    }
    report.publish(DOCUMENT, blocks)
    charts.draw_load(results, DOCS / "images")
    return 0


if __name__ == "__main__":
    command.run(main)
