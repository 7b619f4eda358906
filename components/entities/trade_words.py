"""Which words of a message may tell a trade: no town, no name, no number, no "quel cluster"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import OSA

from components.content import read_content
from components.entities.place_index import PLACES, PlaceIndex
from components.text.folding import fold
from components.text.french_rules import stop_words

CARRIER_WORDS = Path(__file__).resolve().parents[2] / "data" / "mots_porteurs.yml"
NAMED = 3  # words of a name, at most

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Carriers:
    """The content of `data/mots_porteurs.yml`, folded.

    Attributes:
        words: those that carry a question and tell nothing of a trade.
        before_names: those behind which the name of a person or a company stands ("chez").
        before_matter: those behind which a word is a matter and no town ("en liège").
        of_the_page: those of questions on the clusters, which by themselves tell no trade.
    """

    words: frozenset[str]
    before_names: frozenset[str] = frozenset()
    before_matter: frozenset[str] = frozenset()
    of_the_page: frozenset[str] = frozenset()

    @classmethod
    def of(cls, content: Mapping[str, Sequence[str]]) -> Carriers:
        """The carriers of the file's content."""

        def folded(*parts: str) -> frozenset[str]:
            return frozenset(fold(word) for part in parts for word in content[part])

        return cls(
            folded("mots"),
            folded("avant_un_nom"),
            folded("avant_une_matiere"),
            folded("mots_du_sujet"),
        )


@dataclass(frozen=True)
class _Word:
    folded: str
    is_capital: bool


class TradeWords:
    """Keeps of a text what may tell a trade.

    Args:
        carriers: the words that tell nothing of a trade.
        places: finds the towns and countries.
    """

    def __init__(self, carriers: Carriers, places: PlaceIndex) -> None:
        self._carriers = carriers
        self._places = places

    def of(
        self, text: str, known: Collection[str] = (), mended: Callable[[str], str] = str
    ) -> list[str]:
        """The words of `text` that may tell a trade, folded; none if none may.

        Args:
            text: what a visitor wrote.
            known: the words of the trades that are known: no name of a company.
            mended: a word as it is known, if it was written by ear.
        """
        found = _words(text)
        away = self._places_in(found, known) | self._names_in(found, known, mended)
        kept = [
            word.folded
            for at, word in enumerate(found)
            if at not in away and not self.carries(word.folded)
        ]
        tells_nothing = self._carriers.of_the_page.issuperset(kept)
        return [] if tells_nothing else [mended(word) for word in kept]

    def carries(self, word: str) -> bool:
        """Whether a folded word says nothing of a trade; "cluster" is spelt in many ways."""
        return (
            len(word) < 2
            or word.isdigit()
            or word in self._carriers.words
            or OSA.distance(word, "cluster") <= 2
        )

    def _places_in(self, found: Sequence[_Word], known: Collection[str]) -> set[int]:
        """Which words name a place, and no matter of the same name."""
        folded = " ".join(word.folded for word in found)
        away: set[int] = set()
        for place in self._places.find(folded):
            first = folded[: place.start].count(" ")
            length = folded[place.start : place.end].count(" ") + 1
            if not self._is_matter(found, first, length, known):
                away |= set(range(first, first + length))
        return away

    def _is_matter(
        self, found: Sequence[_Word], first: int, length: int, known: Collection[str]
    ) -> bool:
        if length > 1 or found[first].folded not in known:
            return False
        before = found[first - 1].folded if first else ""
        return before in self._carriers.before_matter and not (
            found[first].is_capital and before == "de"
        )

    def _names_in(
        self, found: Sequence[_Word], known: Collection[str], mended: Callable[[str], str]
    ) -> set[int]:
        """Which words are names of people or companies, as far as what stands before tells."""
        away: set[int] = set()
        for at, word in enumerate(found):
            if word.folded not in self._carriers.before_names:
                continue
            for named in range(at + 1, min(at + 1 + NAMED, len(found))):
                one = found[named]
                if mended(one.folded) in known or (self.carries(one.folded) and not one.is_capital):
                    break
                away.add(named)
        return away


def _words(text: str) -> list[_Word]:
    """The words of `text`; a compound is several."""
    return [
        _Word(part, found.group()[:1].isupper())
        for found in _WORD.finditer(text)
        for part in _WORD.findall(fold(found.group()))
    ]


def project_trade_words() -> TradeWords:
    """Those of the project's files, and French words that say little by themselves."""
    carriers = Carriers.of(read_content(CARRIER_WORDS))
    little = frozenset(fold(word) for word in stop_words())
    return TradeWords(
        replace(carriers, words=carriers.words | little), PlaceIndex(read_content(PLACES))
    )
