"""`python -m bench.peers`: measures, keeps the results, refills docs/comparaison.md."""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import charts, command, report
from bench.command import keep_results, read_results, say
from bench.paths import DOCS
from bench.peers import figures
from bench.peers.contestant import KEPT, Contestant
from bench.peers.fabnumdef import Fabnumdef
from bench.peers.nlpjs import NlpJs
from bench.peers.our_assistant import OurAssistant
from bench.peers.rasa_default import RasaDefault
from bench.peers.rasa_peer import FULL_EPOCHS
from bench.peers.speed import Script, check, measure_server, read_script, understood_lines
from bench.peers.tfidf import Tfidf
from harness.machine import describe_machine
from harness.processes import ProgramError
from harness.questions import mark, read_sets

RESULTS, DOCUMENT = KEPT / "results.json", DOCS / "comparaison.md"
MEASURED = ((120, 8), (20, 1.5))  # turns of each kind, seconds of throughput; in full, to try it


def main(arguments: list[str] | None = None) -> int:
    """Compares, refills the document, draws the picture; 1 if somebody could not take part."""
    parser = command.parser("bench.peers", __doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="compare these alone")
    parser.add_argument("--runs", type=int, default=3, help="fresh starts of each server (3)")
    parser.add_argument("--epochs", type=int, help=f"of DIET, if {FULL_EPOCHS} take too long")
    options = parser.parse_args(arguments)
    rasa = RasaDefault(options.epochs), Fabnumdef(options.epochs)
    wanted = [OurAssistant(), *rasa, Tfidf(), NlpJs()]
    wanted = [one for one in wanted if not options.only or one.name in options.only]
    ready = []
    for one in () if options.report else wanted:
        say(f"preparing: {one.name}")
        try:
            one.prepare()
            ready.append(one)
        except ProgramError as error:
            say(f"✗ {one.name} cannot take part: {error}")
    if ready:
        compare(ready, options)
    publish(read_results(RESULTS))
    return int(not options.report and len(ready) < len(wanted))


def compare(contestants: Sequence[Contestant], options: argparse.Namespace) -> None:
    """Understanding, then speed of the servers; each is kept as soon as it is there."""
    machine, sets, script = describe_machine(), read_sets(), read_script()
    about = {"quick": options.quick, "epochs": options.epochs or FULL_EPOCHS}
    texts = [one.text for asked in sets.values() for one in asked]
    texts += [line.text for lines in script.values() for line in lines]
    understood = {}
    for one in contestants:
        say(f"understanding: {one.name}")
        understood[one.name] = dict(zip(texts, one.understand(texts)))
    marks: list[dict[str, Any]] = []
    for name, asked in sets.items():
        by = {who: [mark(one, said[one.text]) for one in asked] for who, said in understood.items()}
        marks.append({"name": name, "marks": by})
    keep_results(RESULTS, understanding={**about, "machine": machine, "sets": marks})
    machine, runs = describe_machine(), []
    servers = [one for one in contestants if type(one).server != Contestant.server]
    for one in servers:
        script = understood_lines(script, understood[one.name])
    for number in range(1 if options.quick else options.runs):
        say(f"speed, run {number + 1}")
        runs.append({one.name: measure(one, script, options.quick) for one in servers})
    keep_results(RESULTS, speed={**about, "machine": machine, "runs": runs})


def measure(contestant: Contestant, script: Script, quick: bool) -> dict[str, Any]:
    """One start of its server; they take turns (A B C A B C …), so that drift meets them alike."""
    with tempfile.TemporaryDirectory() as folder:
        server = contestant.server(Path(folder))
        return measure_server(server, script, check, *MEASURED[quick]) if server else {}


def publish(results: Mapping[str, Any]) -> None:
    """Refills the document, draws the picture, prints the tables."""
    half = results["understanding"]
    contents: list[Any] = [f"Le DIET des pairs de Rasa a appris {half['epochs']} époques."]
    for asked in half["sets"]:
        right, refused = (figures.understanding_rows(asked, one) for one in ("right", "refused"))
        contents += [f"### {asked['name']}", "Sujet bien compris, ou refusé s’il est hors sujet :"]
        contents += [right, "Refusées :", refused]
    blocks = {"comprendre": report.block(half, contents)}
    runs = results.get("speed", {}).get("runs", [{}])
    if runs[0]:
        tables = [figures.speed_rows(runs), figures.ratio_rows(runs)]
        blocks["vitesse"] = report.block(results["speed"], tables)
    report.publish(DOCUMENT, blocks)
    charts.draw_comparison(results, DOCS / "images" / "comparaison.png")


if __name__ == "__main__":
    command.run(main)
