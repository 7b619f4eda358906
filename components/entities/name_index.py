"""Finds the names of clusters in what visitors type, whatever their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from components.text.folding import aligned, fold
from components.text.phrases import Phrases, french_phrases

MAX_WORDS = 6  # "T.W.E.E.D." and "technologies de l'information" are written in several words
REMEMBERED = 50_000  # runs of words whose likeness to the names is kept, a few megabytes
_WORD = re.compile(r"[^\W_]+")
_LETTER_FOR_ZERO = re.compile(r"(?<=\d)o|o(?=\d)")


@dataclass(frozen=True)
class Name:
    """One organisation and how its name is written.

    Attributes:
        slug: which organisation.
        family: what it is, "cluster" or "pole".
        names: its names; slips in them are forgiven.
        spellings: other ways of writing it, taken to the letter (case and accents aside).
        homonyms: words beside which the name means something else ("danse" beside "twist").
    """

    slug: str
    family: str
    names: Sequence[str]
    spellings: Sequence[str] = ()
    homonyms: Sequence[str] = ()


@dataclass(frozen=True)
class Mention:
    """A name found in a text: which organisation, from which character to which."""

    slug: str
    family: str
    start: int
    end: int


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, order=True)
class _Run:
    """Words that resemble a name; the least is the best."""

    slips: int
    minus_length: int
    slug: str

    @property
    def length(self) -> int:
        return -self.minus_length


class NameIndex:
    """Spellings to organisations, tolerant of slips.

    A run of words is a name when, written together and folded, it is a spelling, or lies within
    a few slips (optimal string alignment) of a name: none up to 4 letters, one up to 6, two
    beyond; figures must be right.

    Args:
        names: the organisations to be found.
        anchors: words which make sure that a name is meant, whatever its homonyms.
        phrases: those that part a name from another sense which is only mentioned: "Twist, une
            danse ?".
    """

    def __init__(
        self,
        names: Iterable[Name],
        anchors: Iterable[str] = ("cluster", "clusters"),
        phrases: Phrases | None = None,
    ) -> None:
        names = list(names)
        parting = (phrases or french_phrases()).any_of("separe_un_nom")
        self._border = re.compile(rf"[,;:.!?()«»\"]|\b{parting}\b")
        self._names = [(_squash(text), name.slug) for name in names for text in name.names]
        self._spellings = {
            _squash(text): name.slug for name in names for text in (*name.names, *name.spellings)
        }
        self._known: dict[str, list[tuple[int, str]]] = {}
        self._families = {name.slug: name.family for name in names}
        self._homonyms = {name.slug: {_squash(word) for word in name.homonyms} for name in names}
        self._anchors = {_squash(word) for word in anchors}

    def find(self, text: str) -> list[Mention]:
        """The mentions in `text`, in order of appearance, without overlap."""
        words = [_Word(_squash(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
        borders = [border.start() for border in self._border.finditer(aligned(text))]
        mentions: list[Mention] = []
        first = 0
        while first < len(words):
            run = self._best_run(words, first)
            # "l’infopole" resembles a name, but less than "infopole" one word further.
            if run is None or self._is_beaten(run, self._best_run(words, first + 1)):
                first += 1
                continue
            last = words[first + run.length - 1]
            if not self._means_something_else(run.slug, words, _clause(borders, last.start)):
                family = self._families[run.slug]
                mentions.append(Mention(run.slug, family, words[first].start, last.end))
            first += run.length
        return mentions

    def _best_run(self, words: list[_Word], first: int) -> _Run | None:
        """The run from word `first` on that is most like a name: fewest slips, then longest."""
        runs = []
        for length in range(1, min(MAX_WORDS, len(words) - first) + 1):
            text = "".join(word.text for word in words[first : first + length])
            exact = self._spellings.get(text)
            found = [(0, exact)] if exact else self._near(text)
            runs += [_Run(slips, -length, slug) for slips, slug in found]
        return min(runs, default=None)

    @staticmethod
    def _is_beaten(run: _Run, following: _Run | None) -> bool:
        return run.length > 1 and following is not None and following.slips < run.slips

    def _near(self, run: str) -> list[tuple[int, str]]:
        """The names that `run` resembles, with the slips; remembered: the same words come back."""
        if run not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            slips = [(_slips(run, name), slug) for name, slug in self._names]
            self._known[run] = [(count, slug) for count, slug in slips if count is not None]
        return self._known[run]

    def _means_something_else(
        self, slug: str, words: list[_Word], clause: tuple[float, float]
    ) -> bool:
        """Whether a word of the same clause tells another sense, and none that a name is meant.

        The other sense needs more than its mention: "Twist, c’est une danse ?" asks of the name.
        """
        start, end = clause
        beside = {word.text for word in words if start <= word.start < end}
        anchored = any(word.text in self._anchors for word in words)
        return bool(beside & self._homonyms[slug]) and not anchored


def _clause(borders: list[int], place: int) -> tuple[float, float]:
    """From which character to which the clause around `place` reaches."""
    before = max((border for border in borders if border < place), default=0)
    return before, min((border for border in borders if border > place), default=float("inf"))


def _squash(text: str) -> str:
    return "".join(_WORD.findall(fold(text)))


def _slips(run: str, spelling: str) -> int | None:
    """How many slips part `run` from `spelling`, or None when they are too many."""
    allowed = 0 if len(spelling) <= 4 else 1 if len(spelling) <= 6 else 2
    if abs(len(run) - len(spelling)) > allowed or allowed == 0:
        return None
    if any(char.isdigit() for char in spelling):
        run = _LETTER_FOR_ZERO.sub("0", run)
        if _figures(run) != _figures(spelling):
            return None
    elif run[0] != spelling[0] and len(spelling) <= 6:
        return None
    slips = OSA.distance(run, spelling, score_cutoff=allowed)
    return slips if slips <= allowed else None


def _figures(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
