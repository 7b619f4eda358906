"""What a message points at without naming it: a rank in a list, the other one, the next one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from components.text.folding import fold
from components.text.phrases import Phrases, alternation, french_phrases

_MARKS = " .,;:!?()#"
MAX_WORDS = 9  # of a message that what it points at may settle by itself


class References:
    """What words point at, over folded text.

    Args:
        phrases: the turns of phrase that point.
    """

    def __init__(self, phrases: Phrases) -> None:
        any_of = phrases.any_of
        self.ordinals = phrases.table("rangs")
        self.counts = phrases.table("nombres")
        self.before_rank = phrases.words("avant_rang") | set(self.counts)
        self.no_rank = re.compile(rf"{any_of('pas_un_rang')}\b")
        self.looks_like_rank = phrases.words("presque_un_rang")
        self.figure = re.compile(rf"(\d)\s?{any_of('fins_de_rang')}$")
        self.number = re.compile(
            rf"\b{any_of('avant_numero')}\s?(\d)\b"
            rf"|\b{any_of('avant_chiffre')}\s(\d)(?=\s*(?:[?!.,;]|$))"
        )
        ends = alternation(word for word, rank in self.ordinals.items() if abs(rank) == 1)
        self.many = re.compile(rf"\bles (\w+) ({ends})s\b")
        self.earlier = phrases.found("au_debut")
        self.other = re.compile(rf"\b{any_of('l_autre')}\b(?! {any_of('pas_l_autre')})")
        self.both = phrases.found("les_deux")
        self.next = phrases.found("le_suivant")
        self.previous = phrases.found("le_precedent")
        self.buttons = phrases.found("boutons")
        self.counted = phrases.found("se_comptent")
        self.all = re.compile(
            rf"\b{any_of('devant_les_clusters')} (?:\w+ )?clusters\b|\b{any_of('tous')}\b"
        )


@functools.lru_cache(maxsize=1)
def _references() -> References:
    return References(french_phrases())


def ranks(text: str) -> list[int]:
    """The ranks that `text` gives, as written, each once: from 1 on, -1, -2 from the end, or
    0 for the middle.
    """
    folded = fold(text)
    if is_figure(folded):
        return [int(folded.strip(_MARKS))]
    many = _references().many.search(folded)
    if many and many.group(1) in _references().counts:
        if _references().no_rank.match(folded[many.end() :].strip()):
            return []
        count = _references().counts[many.group(1)]
        first = _references().ordinals[many.group(2)] == 1
        return list(range(1, count + 1)) if first else list(range(-count, 0))
    numbers = [int(a or b) for a, b in _references().number.findall(folded)]
    return list(dict.fromkeys([*_ordinals(folded), *numbers]))


def is_figure(text: str) -> bool:
    """Whether `text` is one figure and nothing else ("4")."""
    alone = text.strip(_MARKS)
    return len(alone) == 1 and alone.isdecimal()


def _ordinals(folded: str) -> Iterator[int]:
    found, told = re.findall(r"[\w°]+", folded), _references()
    for place, word in enumerate(found):
        rank = _ordinal(word)
        before = found[place - 1] if place else "le"
        after = found[place + 1] if place + 1 < len(found) else ""
        is_rank = before in told.before_rank and not told.no_rank.fullmatch(after)
        if rank is None or not is_rank:
            if rank == -1 and before == "avant":
                yield -2
            continue
        yield rank


def _ordinal(word: str) -> int | None:
    figure = _references().figure.match(word)
    if figure:
        return int(figure.group(1))
    if word in _references().ordinals:
        return _references().ordinals[word]
    if word in _references().looks_like_rank:
        return None
    near = [rank for name, rank in _references().ordinals.items() if OSA.distance(word, name) == 1]
    return near[0] if near else None


def pick(text: str, listed: Sequence[str]) -> list[str]:
    """What stands in `listed` at the ranks that `text` gives; ranks beyond it are left out."""
    return [one for rank in ranks(text) for one in _at(rank, listed)]


def _at(rank: int, listed: Sequence[str]) -> Sequence[str]:
    if rank == 0:
        half = (len(listed) - 1) // 2
        return listed[half : len(listed) - half]
    if -len(listed) <= rank <= len(listed):
        return [listed[rank - 1 if rank > 0 else rank]]
    return []


def pick_beside(text: str, listed: Sequence[str], present: str) -> list[str]:
    """What `text` points at in `listed`, seen from `present`: a neighbour, or the other one."""
    if present not in listed:
        return []
    if step(text):
        place = listed.index(present) + step(text)
        return list(listed[place : place + 1]) if place >= 0 else []
    if len(listed) == 2 and means_other(text):
        return [one for one in listed if one != present]
    return []


def counts_elsewhere(text: str) -> bool:
    """Whether `text` says in what it counts: "le premier cluster" is no point of another list."""
    return bool(_references().counted.search(fold(text)))


def means_button(text: str) -> bool:
    """Whether `text` speaks of the buttons shown."""
    return bool(_references().buttons.search(fold(text)))


def means_first_mentioned(text: str) -> bool:
    """Whether `text` goes back to what was spoken of first."""
    return bool(_references().earlier.search(fold(text)))


def means_other(text: str) -> bool:
    """Whether `text` speaks of "the other one"."""
    return bool(_references().other.search(fold(text)))


def means_both(text: str) -> bool:
    """Whether `text` speaks of two things just named, or asks which of them."""
    return bool(_references().both.search(fold(text)))


def means_all(text: str) -> bool:
    """Whether `text` speaks of the clusters in general."""
    return bool(_references().all.search(fold(text)))


def step(text: str) -> int:
    """1 for "the next one", -1 for "the one before", else 0."""
    folded, told = fold(text), _references()
    return 1 if told.next.search(folded) else -1 if told.previous.search(folded) else 0
