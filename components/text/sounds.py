"""French as it is heard: one spelling for what sounds alike."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping

# Applied in this order to folded text. Capitals stand for one sound each: S is ch, N is gn, U is
# ou, E is eu; A, I and O are the nasal vowels of "an", "in" and "on".
_RULES: tuple[tuple[str, str], ...] = (
    (r"[^a-z0-9]+", " "),
    # What phone messages shorten. Folding has taken the cedilla of "ça".
    (r"\bqu\b", "k"),
    (r"\bca\b", "sa"),
    (r"\bg\b", "je "),
    (r"\bc\b", "se"),
    (r"\bj(?=[bcdfgklmnpqrstvz])", "je "),
    (r"\b(?:pk|pq|pkoi)\b", "pourkwa"),
    (r"\bpr\b", "pour"),
    (r"\bds\b", "dan"),
    (r"\bavc?\b", "avek"),
    (r"\bvs\b", "vou"),
    (r"\bns\b", "nou"),
    (r"\b1(?=\b|[a-z])", "un "),
    (r"\b([dlmtnskjq])\b", r"\1e"),
    # Consonants that are written in several ways.
    (r"ie[nm][ts]?\b", "iI"),
    (r"ph", "f"),
    (r"x\b", ""),
    (r"qu(?=[aeioy])|q|ck|ch(?=[rl])", "k"),
    (r"ch", "S"),
    (r"gn", "N"),
    (r"gu(?=[eiy])", "G"),
    (r"g(?=[eiy])", "j"),
    (r"je(?=[aou])", "j"),
    (r"c(?=[eiy])|ss", "s"),
    (r"c", "k"),
    (r"G", "g"),
    (r"ti(?=on|el|eu)", "si"),
    (r"([b-df-hj-np-tv-z])\1", r"\1"),
    # Vowels that are written in several ways.
    (r"eau|au", "o"),
    (r"oin", "wI"),
    (r"oua|oi", "wa"),
    (r"ou", "U"),
    (r"oeu|oe|eu", "E"),
    (r"(?:aim|ain|eim|ein|im|in|um|un|ym|yn)(?![aeiouynmAIOUEw])", "I"),
    (r"(?:am|an|em|en)(?![aeiouynmAIOUEw])", "A"),
    (r"(?:om|on)(?![aeiouynmAIOUEw])", "O"),
    (r"\b(?:est|es|et|ai|e)\b", "e"),
    (r"ai|ei|ay|ey", "e"),
    # What is not heard.
    (r"h", ""),
    (r"y", "i"),
    (r"z", "s"),
    (r"(?<=\w)(?:er|ez|et|ee|e)?[stdp]?s?\b", ""),
    (r"(.)\1+", r"\1"),
)
_COMPILED = [(re.compile(pattern), sound) for pattern, sound in _RULES]
REMEMBERED = 10_000  # words whose sound was looked up, about a megabyte


def sound_of(text: str) -> str:
    """How a folded text sounds, roughly: "koi" and "quoi" become equal, "aider" and "aidé" too.

    Final consonants and mute endings go, since those who write by ear mix them up. Not a
    transcription: words that sound differently may become equal as well.
    """
    for pattern, sound in _COMPILED:
        text = pattern.sub(sound, text)
    return " ".join(text.split())


class Ear:
    """Replaces unknown words of a folded text by the known word that sounds alike.

    Words of less than 5 letters, or 4 sounds, are like too many others and stay. So do those that
    part from the known one in an ending alone: other forms of it ("tuile", "tuiles"), no slips.

    Args:
        counts: how often each known word stands somewhere; the commonest is taken.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._known = frozenset(counts)
        rarest_first = sorted(counts, key=lambda word: (counts[word], word))
        self._by_sound = {sound_of(word): word for word in rarest_first}
        self._word = functools.lru_cache(maxsize=REMEMBERED)(self._heard)  # the same come back

    def mend(self, text: str) -> str:
        """`text` (folded) with what was written by ear spelt as it is known."""
        return " ".join(self._word(word) for word in text.split())

    def _heard(self, word: str) -> str:
        if len(word) < 5 or word in self._known:
            return word
        sound = sound_of(word)
        heard = self._by_sound.get(sound, word) if len(sound) >= 4 else word
        shared = len(os.path.commonprefix([word, heard]))
        return heard if shared < min(len(word), len(heard)) - 1 else word
