"""Slips of the keyboard mended towards words that are known."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

REMEMBERED = 20_000  # unknown words whose mended form is kept, a few megabytes
_WORD = re.compile(r"[a-z]+")


class Spelling:
    """Replaces unknown words of a folded text by the known word that they resemble.

    Likeness is optimal string alignment (one letter lost, added, changed, or two neighbours
    swapped): one slip in words of less than 8 letters, two beyond. Shorter words than 5 letters
    resemble too many others and stay.

    Args:
        counts: how many texts each known word stands in.
        common: in how many a word must stand for others to be mended towards it.
    """

    def __init__(self, counts: Mapping[str, int], common: int = 4) -> None:
        self._known = frozenset(counts)
        self._common = {
            word: count for word, count in counts.items() if count >= common and len(word) >= 5
        }
        self._mended: dict[str, str] = {}

    def mend(self, text: str) -> str:
        """`text` (folded) with its slips mended."""
        return _WORD.sub(lambda found: self._word(found.group()), text)

    def _word(self, word: str) -> str:
        if len(word) < 5 or word in self._known:
            return word
        if word not in self._mended:
            if len(self._mended) >= REMEMBERED:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def _nearest(self, word: str) -> str:
        """The common word with the fewest slips, of these the commonest, or `word` itself."""
        most = 1 if len(word) < 8 else 2
        near = process.extract(
            word, self._common.keys(), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        best = min(((slips, -self._common[one], one) for one, slips, _ in near), default=None)
        return best[2] if best else word
