"""`python -m bench.peers`: measures, keeps the results, refills docs/comparaison.md."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import charts, report
from bench.paths import DOCS
from bench.peers import figures
from bench.peers.contestant import KEPT, Contestant, Served
from bench.peers.fabnumdef import Fabnumdef
from bench.peers.nlpjs import NlpJs
from bench.peers.our_assistant import OurAssistant
from bench.peers.questions import mark, read_sets
from bench.peers.rasa_default import RasaDefault
from bench.peers.rasa_peer import FULL_EPOCHS
from bench.peers.script import Checker, Script, read_script
from bench.peers.speed import measure_server
from bench.peers.tfidf import Tfidf
from bench.results import describe_machine, keep_results, read_results
from harness.processes import ProgramError

RESULTS, DOCUMENT = KEPT / "results.json", DOCS / "comparaison.md"
TURNS, SECONDS = (120, 20), (8, 1.5)  # of each kind, and of throughput; in full and to try it


def main(arguments: list[str] | None = None) -> int:
    """Runs what is asked for; the exit status is 1 if somebody could not take part."""
    options = read_options(arguments)
    rasa = RasaDefault(options.epochs), Fabnumdef(options.epochs)
    wanted: list[Contestant] = [OurAssistant(), *rasa, Tfidf(), NlpJs()]
    wanted = [one for one in wanted if not options.only or one.name in options.only]
    missing = 0
    try:
        if not options.report:
            ready = [one for one in wanted if prepared(one)]
            missing = len(wanted) - len(ready)
            compare(ready, options)
        publish(read_results(RESULTS))
    except ProgramError as error:
        say(f"✗ {error}")
        return 1
    return int(missing > 0)


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser("python -m bench.peers", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="compare these alone")
    parser.add_argument("--runs", type=int, default=3, help="fresh starts of each server (3)")
    parser.add_argument("--quick", action="store_true", help="one run, few turns, to try it")
    parser.add_argument("--epochs", type=int, help=f"of DIET, if {FULL_EPOCHS} take too long")
    parser.add_argument("--report", action="store_true", help="only refill the document")
    return parser.parse_args(arguments)


def prepared(contestant: Contestant) -> bool:
    """Whether it can take part."""
    say(f"preparing: {contestant.name}")
    try:
        contestant.prepare()
    except ProgramError as error:
        say(f"✗ {contestant.name} cannot take part: {error}")
        return False
    return True


def compare(contestants: Sequence[Contestant], options: argparse.Namespace) -> None:
    """Understanding, then speed of the servers; each is kept as soon as it is there."""
    about = {"quick": options.quick, "epochs": options.epochs or FULL_EPOCHS}
    sets, script = read_sets(), read_script()
    texts = [question.text for questions in sets.values() for question in questions]
    texts += [line.text for line in script.domain + script.database]
    machine, understood = describe_machine(), {}
    for one in contestants:
        say(f"understanding: {one.name}")
        one.understand(texts[:1])
        understood[one.name] = dict(zip(texts, one.understand(texts)))
    marks = [
        {
            "name": name,
            "marks": {
                who: [mark(one, said[one.text]) for one in asked]
                for who, said in understood.items()
            },
        }
        for name, asked in sets.items()
    ]
    keep_results(RESULTS, understanding={**about, "machine": machine, "sets": marks})
    servers = [one for one in contestants if isinstance(one, Served)]
    for one in servers:
        script = script.understood_by(understood[one.name])
    machine = describe_machine()
    runs = [
        measure_run(servers, script, options.quick)
        for _ in range(1 if options.quick else options.runs)
    ]
    keep_results(RESULTS, speed={**about, "machine": machine, "runs": runs})


def measure_run(servers: Sequence[Served], script: Script, quick: bool) -> dict[str, Any]:
    """All servers in turn, several times (A B C A B C …): drift meets them alike."""
    run = {}
    for one in servers:
        say(f"speed: {one.name}")
        with tempfile.TemporaryDirectory() as folder:
            make = partial(one.server, Path(folder))
            run[one.name] = measure_server(make, script, Checker(), TURNS[quick], SECONDS[quick])
    return run


def publish(results: Mapping[str, Any]) -> None:
    """Refills the document, draws the picture, prints the tables."""
    half = results["understanding"]
    contents: list[Any] = []
    if half["epochs"] < FULL_EPOCHS:
        contents.append(
            f"**Entraînement écourté** : {half['epochs']} époques de DIET au lieu de {FULL_EPOCHS}."
        )
    for asked in half["sets"]:
        contents += [f"### {asked['name']}", "Sujet bien compris, ou refusé s’il est hors sujet :"]
        contents += [figures.understanding_rows(asked, "right"), "Refusées :"]
        contents.append(figures.understanding_rows(asked, "refused"))
    blocks = {"comprendre": report.block(half, contents)}
    if results.get("speed", {}).get("runs", [{}])[0]:
        runs = results["speed"]["runs"]
        tables = [figures.speed_rows(runs), figures.ratio_rows(runs)]
        blocks["vitesse"] = report.block(results["speed"], tables)
    report.publish(DOCUMENT, blocks)
    charts.draw_comparison(results, DOCS / "images" / "comparaison.png")


def say(line: str) -> None:
    """Tells how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are stopped on the way
    sys.exit(main())
