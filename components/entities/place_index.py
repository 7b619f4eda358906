"""Finds the names of places in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from components.text.folding import words

PLACES = Path(__file__).resolve().parents[2] / "data" / "lieux.yml"

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Place:
    """A place found in a text: where it is, from which character of the folded text to which."""

    where: str
    start: int
    end: int


class PlaceIndex:
    """Finds names of places, the longest first.

    Args:
        names: the names by where they are (`data/lieux.yml`).
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._where = {tuple(words(name)): key for key, group in names.items() for name in group}
        self._longest = max((len(name) for name in self._where), default=0)

    def find(self, folded: str) -> Iterator[Place]:
        """The places in a folded text, in order, without overlap."""
        found = list(_WORD.finditer(folded))
        first = 0
        while first < len(found):
            for length in range(min(self._longest, len(found) - first), 0, -1):
                run = found[first : first + length]
                where = self._where.get(tuple(match.group() for match in run))
                if where:
                    yield Place(where, run[0].start(), run[-1].end())
                    first += length - 1
                    break
            first += 1
