"""The turns of phrase that the editors list, as patterns over folded text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from components.content import read_content

PHRASES = Path(__file__).resolve().parents[2] / "data" / "tournures.yml"


class Phrases:
    """Lists of phrases by what they do in a sentence.

    Args:
        told: the lists, or tables of words and numbers, by their name in `data/tournures.yml`;
            to ask for one that is missing is a KeyError with its name.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._told = told
        self._found: dict[tuple[str, ...], re.Pattern[str]] = {}

    def words(self, kind: str) -> frozenset[str]:
        """The phrases of a list."""
        return frozenset(self._told[kind])

    def listed(self, kind: str) -> list[str]:
        """The phrases of a list, in their order."""
        return list(self._told[kind])

    def table(self, kind: str) -> dict[str, int]:
        """The numbers that words stand for."""
        return dict(self._told[kind])

    def any_of(self, *kinds: str) -> str:
        """A regular expression of any phrase of some lists, the longest first, without borders."""
        return alternation(phrase for kind in kinds for phrase in self._told[kind])

    def found(self, *kinds: str) -> re.Pattern[str]:
        """A pattern that finds any phrase of some lists as whole words."""
        if kinds not in self._found:
            self._found[kinds] = re.compile(rf"\b{self.any_of(*kinds)}\b")
        return self._found[kinds]


def alternation(phrases: Iterable[str]) -> str:
    """A regular expression of any of `phrases`, in which `*` stands for any letters."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    parts = [re.escape(phrase).replace(re.escape("*"), r"\w*") for phrase in longest_first]
    return f"(?:{'|'.join(parts)})"


@functools.lru_cache(maxsize=1)
def french_phrases() -> Phrases:
    """Those of the project, read at the first call."""
    return Phrases(read_content(PHRASES))
