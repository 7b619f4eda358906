"""Whether a text answers a topic: nobody is timed on an apology."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bench.peers.errors import ComparisonError
from bench.peers.examples import read_yaml

BREAKS = re.compile(r"\{\w+\}|\n")  # placeholders and line ends: the answer may differ there
SPACE = re.compile(r"\s+")


class WrongAnswerError(ComparisonError):
    """A contestant gave another answer than the one that is timed."""


class Answers:
    """The answers of the domain, known by the longest passage of each of their wordings.

    Args:
        domain: the file with the responses, which all contestants share.
    """

    def __init__(self, domain: Path) -> None:
        responses = read_yaml(domain)["responses"]
        self._passages = {
            name.removeprefix("utter_"): [longest_passage(one["text"]) for one in wordings]
            for name, wordings in responses.items()
            if all("text" in one for one in wordings)
        }

    def check(self, text: str, topic: str, names: Iterable[str] = ()) -> None:
        """Raises `WrongAnswerError` unless `text` answers `topic` and holds all `names`."""
        said = _plain(text)
        if not any(passage in said for passage in self._passages[topic]):
            raise WrongAnswerError(f"no answer on {topic}: {said[:200]!r}")
        missing = [name for name in names if _plain(name) not in said]
        if missing:
            raise WrongAnswerError(f"{missing} missing in the answer on {topic}: {said[:200]!r}")


def longest_passage(wording: str) -> str:
    """The longest part of a wording that is the same in every answer."""
    return max(map(_plain, BREAKS.split(wording)), key=len)


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip()
