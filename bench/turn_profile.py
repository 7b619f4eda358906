"""Where the time of a turn goes: a sampling profile of the real server, as a table in French.

usage: python -m bench.turn_profile [SECONDS]      (docs/performances.md keeps the table)

py-spy looks at the server's stacks from outside while conversations run; a sample belongs to the
first room of `ROOMS` that stands in its stack. Samples of threads that wait are left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

from bench.peers.doors import Door
from bench.peers.our_assistant import OurAssistant
from bench.peers.places import HERE
from bench.peers.processes import Programs
from bench.peers.speed import first_answer
from bench.peers.spoken import Script, read_script

SECONDS = 30
RATE = 200  # samples a second
TALK = 10  # turns of a conversation
WAITING = re.compile(r"^(_worker|wait|select|poll|get|serve|_run_once|run_forever)$")
# What a room is called, and what stands in the stacks that belong to it. Inner rooms come first.
ROOMS = [
    ("base : conversations", r"channels/web/(conversations|tracker_store|database)\.py"),
    ("base : catalogue", r"cluster_catalogue/"),
    ("comprendre : sens de la phrase", r"components/features/sentence_encoder\.py"),
    ("comprendre : lettres et mots", r"components/(lexical_featurizer|spelling)"),
    ("comprendre : langue", r"components/text/language_detector\.py"),
    ("comprendre : intention", r"components/(topic_classifier|context_featurizer)\.py"),
    ("comprendre : noms, métiers, lieux", r"components/(cluster_name|name|trade|place)_"),
    ("comprendre : renvois, deux questions", r"components/(reference|question|short|dialogue)"),
    ("comprendre : mots", r"components/french_"),
    ("formuler la réponse", r"components/dialogue/alternating_responses\.py|rasa/core/nlg/"),
    ("décider : les règles", r"rasa/core/policies/"),
    ("comprendre : le graphe de Rasa", r"rasa/engine/|dask/"),
    ("agir : actions", r"channels/lean_rasa/local_actions\.py|actions/|rasa_sdk/"),
    ("suivre la conversation", r"rasa/core/|rasa/shared/|channels/(brief_tracker|assistant)\.py"),
    ("porte : jeton, limites, JSON", r"channels/web/"),
    ("HTTP", r"sanic/|asyncio|http"),
]
ELSEWHERE = "le reste"


def room_of(stack: str) -> str | None:
    """The room of a stack, outermost frame first, as py-spy writes it; None when it waits."""
    innermost = stack.rpartition(";")[2]
    if WAITING.match(innermost.partition(" ")[0]):
        return None
    return next((room for room, signs in ROOMS if re.search(signs, stack)), ELSEWHERE)


def shares(lines: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Percent of the samples in each room, the largest first."""
    found: Counter[str] = Counter()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        room = room_of(stack)
        if room is not None:
            found[room] += int(count)
    total = sum(found.values())
    for name, samples in found.most_common():
        yield name, 100 * samples / total


def table(lines: Iterable[str]) -> str:
    """The rooms as a Markdown table in French."""
    rows = [f"| {room} | {share:.1f}\u00a0% |".replace(".", ",") for room, share in shares(lines)]
    return "\n".join(["| où | part du temps |", "|---|---|", *rows]).replace(" : ", "\u00a0: ")


def talk(door: Door, script: Script, ends: threading.Event) -> None:
    """Conversations without end: answers from `domain.yml` and from the database by turns."""
    pairs = zip(cycle(script.domain), cycle(script.database))
    for number, line in enumerate(line for pair in pairs for line in pair):
        if ends.is_set():
            return
        if number % TALK == 0:
            door.open()
        door.say(line.text)


def profile(seconds: int) -> str:
    """What py-spy writes of a server that answers for so many seconds."""
    script = read_script(HERE / "spoken.yml")
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder, "stacks")
        serving = OurAssistant().serving(Path(folder))
        with Programs(serving.commands, Path(folder, "log")) as programs:
            door = first_answer(serving, script, lambda _text, _line: None, programs)
            ends = threading.Event()
            visitor = threading.Thread(target=talk, args=(door, script, ends))
            visitor.start()
            spy = os.path.join(os.path.dirname(sys.executable), "py-spy")
            options = ["--duration", str(seconds), "--rate", str(RATE), "--nonblocking"]
            where = ["--format", "raw", "--output", str(stacks), "--pid", str(programs.pids[0])]
            subprocess.run([spy, "record", *options, *where], check=True, capture_output=True)
            ends.set()
            visitor.join()
        return stacks.read_text(encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Prints the table."""
    seconds = int(arguments[0]) if arguments else SECONDS
    print(table(profile(seconds).splitlines()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
