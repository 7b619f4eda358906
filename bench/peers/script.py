"""What is said when speed is measured (`timed_questions.yml`), and whether it was answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bench.paths import CATALOGUE, DOMAIN, read_yaml
from bench.peers.contestant import Understood
from bench.peers.topics import topic_of
from bench.results import BenchError

FEWEST = 2  # questions of a kind; with fewer, a cache would be measured
BREAKS = re.compile(r"\{\w+\}|\n")  # placeholders and line ends: the answer may differ there


class Line(NamedTuple):
    """A question, and the topic that its answer must be about."""

    text: str
    topic: str

    def understood(self, said: Understood) -> bool:
        """Whether it was taken for one question on its topic."""
        return not said.parts and topic_of(said.intent) == self.topic


class Script(NamedTuple):
    """Questions that a response of the domain answers, and some that need the database."""

    greeting: str
    domain: list[Line]
    database: list[Line]

    def understood_by(self, said: Mapping[str, Understood]) -> Script:
        """The same without the lines that a contestant takes for something else."""
        kinds = [
            [one for one in lines if one.understood(said[one.text])]
            for lines in (self.domain, self.database)
        ]
        if min(map(len, kinds)) < FEWEST:
            raise BenchError("the contestants understand too few of the same questions")
        return Script(self.greeting, *kinds)


def read_script() -> Script:
    """The script of the file."""
    content = read_yaml(Path(__file__).with_name("timed_questions.yml"))
    kinds = [[Line(**line) for line in content[name]] for name in ("domain", "database")]
    return Script(content["greeting"], *kinds)


class Checker:
    """Raises `BenchError` when a text does not answer a line: nobody is timed on an apology."""

    def __init__(self) -> None:
        self._clusters = [cluster["nom"] for cluster in read_yaml(CATALOGUE)["clusters"]]
        self._responses = read_yaml(DOMAIN)["responses"]

    def __call__(self, text: str, line: Line) -> None:
        """The answer holds a wording of its topic, and all clusters if it is their list."""
        said = " ".join(text.split())
        wordings = [one["text"] for one in self._responses[f"utter_{line.topic}"]]
        names = self._clusters if line.topic == "liste_clusters" else ()
        good = any(longest_passage(wording) in said for wording in wordings)
        if not good or not all(name in said for name in names):
            raise BenchError(f"no answer to « {line.text} »: {said[:200]}")


def longest_passage(wording: str) -> str:
    """The longest part of a wording that is the same in every answer."""
    return max((" ".join(part.split()) for part in BREAKS.split(wording)), key=len)
