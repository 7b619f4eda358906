"""What is said when speed is measured (`spoken.yml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.peers.contestant import Contestant, PreparationError
from bench.peers.examples import read_yaml
from bench.peers.topics import topic_of
from bench.peers.worker import Worker

FEWEST = 2  # questions of a kind; with fewer, a cache would be measured


@dataclass(frozen=True)
class Line:
    """A question whose answer is known.

    Attributes:
        text: what is said.
        topic: what the answer must be about.
    """

    text: str
    topic: str


@dataclass(frozen=True)
class Script:
    """What the visitors say.

    Attributes:
        greeting: the first words of a conversation.
        domain: questions that a response of the domain answers.
        database: questions that an action answers from the database.
    """

    greeting: str
    domain: tuple[Line, ...]
    database: tuple[Line, ...]

    @property
    def size(self) -> int:
        """How many questions there are."""
        return len(self.domain) + len(self.database)

    def without(self, lines: set[Line]) -> Script:
        """The same, some lines left out."""
        return Script(
            self.greeting,
            tuple(line for line in self.domain if line not in lines),
            tuple(line for line in self.database if line not in lines),
        )


def read_script(path: Path) -> Script:
    """The script of a file."""
    content = read_yaml(path)
    domain, database = (
        tuple(Line(entry["text"], entry["topic"]) for entry in content[kind])
        for kind in ("domain", "database")
    )
    return Script(content["bonjour"], domain, database)


def understood_by_all(script: Script, contestants: Sequence[Contestant], folder: Path) -> Script:
    """The script without the lines that one of the contestants takes for something else.

    Raises:
        PreparationError: too little is left.
    """
    for contestant in contestants:
        with Worker(contestant.understanding(), folder / f"{contestant.name}.log") as worker:
            script = script.without(misunderstood(script, worker))
    if min(len(script.domain), len(script.database)) < FEWEST:
        raise PreparationError("the contestants understand too few of the same questions")
    return script


def misunderstood(script: Script, worker: Worker) -> set[Line]:
    """The lines that a worker that runs takes for something else."""
    found = set()
    for line in (*script.domain, *script.database):
        understood = worker.ask(line.text)
        if understood.parts or topic_of(understood.intent) != line.topic:
            found.add(line)
    return found
