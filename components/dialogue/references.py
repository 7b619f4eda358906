"""What a message points at without naming it: a rank in a list, the other one, the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from components.text.folding import fold

MAX_WORDS = 9  # of a message that what it points at may settle by itself

_ORDINALS = {
    "premier": 1,
    "premiere": 1,
    "deuxieme": 2,
    "second": 2,
    "seconde": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "cinquieme": 5,
    "sixieme": 6,
    "septieme": 7,
    "huitieme": 8,
    "dernier": -1,
    "derniere": -1,
}
_COUNTS = {"deux": 2, "trois": 3, "quatre": 4, "2": 2, "3": 3, "4": 4}
_FIGURE = re.compile(r"(\d)\s?(?:er|ere|re|e|eme|ieme|iem|em|nd|nde)$")
_NUMBER = re.compile(r"\b(?:numero|num|no|n°|nr)\s?(\d)\b|\b(?:le|du|au)\s(\d)(?=\s*(?:[?!.,;]|$))")
_MANY = re.compile(r"\bles (\w+) (premier|derniere?|premiere)s\b")
_BEFORE = {"le", "la", "les", "du", "au", "ce", "cette", "celui", "et", "tout", "mon", "l", "de"}
# Words after which an ordinal is no rank in a list: "le premier janvier", "en premier lieu".
_NO_RANK = re.compile(
    r"temps|lieu|fois|ministre|jour|mois|an|annees?|pas|degre|"
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
)
_EARLIER = re.compile(
    r"\btout premier\b|\b[da]u debut\b|\bpremiere? (?:dont|que|cite)|\breven\w+ au premier"
)
_OTHER = re.compile(r"\bl'? ?autre\b(?! (?:cote|jour|fois|bout))")
_BOTH = re.compile(r"\bles (?:2|deux)\b|\bdes (?:2|deux)\b|\bl'un ou l'autre\b")
_NEXT = re.compile(
    r"\b(?:le|la|au|du) suivant|\bcelui (?:d'|juste |qui vient )apres\b|\bcelui qui suit\b"
)
_PREVIOUS = re.compile(r"\b(?:le|la|au|du) precedent|\bcelui (?:d'|juste |qui vient )avant\b")
_ALL = re.compile(r"\b(?:les|des|aux|tous les|ces|vos) (?:\w+ )?clusters\b|\btous\b|\bchacun\b")


def ranks(text: str) -> list[int]:
    """The ranks that `text` gives, from 1 on, or -1, -2 from the end; as written, each once."""
    folded = fold(text)
    many = _MANY.search(folded)
    if many and many.group(1) in _COUNTS:
        if _NO_RANK.match(folded[many.end() :].strip()):
            return []
        count = _COUNTS[many.group(1)]
        first = many.group(2).startswith("premier")
        return list(range(1, count + 1)) if first else list(range(-count, 0))
    numbers = [int(a or b) for a, b in _NUMBER.findall(folded)]
    return list(dict.fromkeys([*_ordinals(folded), *numbers]))


def _ordinals(folded: str) -> Iterator[int]:
    found = re.findall(r"[\w°]+", folded)
    for place, word in enumerate(found):
        rank = _ordinal(word)
        before = found[place - 1] if place else "le"
        after = found[place + 1] if place + 1 < len(found) else ""
        if rank is None or before not in _BEFORE | set(_COUNTS) or _NO_RANK.fullmatch(after):
            if rank == -1 and before == "avant":
                yield -2
            continue
        yield rank


def _ordinal(word: str) -> int | None:
    figure = _FIGURE.match(word)
    if figure:
        return int(figure.group(1))
    if word in _ORDINALS:
        return _ORDINALS[word]
    if len(word) < 6:
        return None
    near = [rank for name, rank in _ORDINALS.items() if OSA.distance(word, name) == 1]
    return near[0] if near else None


def pick(text: str, listed: Sequence[str]) -> list[str]:
    """What stands in `listed` at the ranks that `text` gives; ranks beyond it are left out."""
    return [
        listed[rank - 1 if rank > 0 else rank]
        for rank in ranks(text)
        if -len(listed) <= rank <= len(listed)
    ]


def means_first_mentioned(text: str) -> bool:
    """Whether `text` goes back to what was spoken of first."""
    return bool(_EARLIER.search(fold(text)))


def means_other(text: str) -> bool:
    """Whether `text` speaks of "the other one"."""
    return bool(_OTHER.search(fold(text)))


def means_both(text: str) -> bool:
    """Whether `text` speaks of two things just named, or asks which of them."""
    return bool(_BOTH.search(fold(text)))


def means_all(text: str) -> bool:
    """Whether `text` speaks of the clusters in general."""
    return bool(_ALL.search(fold(text)))


def step(text: str) -> int:
    """1 for "the next one", -1 for "the one before", else 0."""
    folded = fold(text)
    return 1 if _NEXT.search(folded) else -1 if _PREVIOUS.search(folded) else 0
