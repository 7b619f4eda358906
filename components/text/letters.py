"""Which letters follow which in French words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Dict

_START, _END = "^", "$"
_DOUBT = 5.0  # how many words' worth the likelihood by the last letter alone counts
_ALPHABET = 30


class LetterModel:
    """How likely a word's letters are, each after the two before it.

    What was seldom seen after two letters is judged after one, and then by itself (interpolated
    counts, Witten and Bell 1991).

    Args:
        counts: of runs of one to three letters, as `LetterModel.counts` gives them.
    """

    def __init__(self, counts: Dict[str, int]) -> None:
        self._counts = counts
        self._letters = sum(count for run, count in counts.items() if len(run) == 1)

    @staticmethod
    def counts(words: Iterable[str]) -> Dict[str, int]:
        """The runs of one to three letters of `words` (folded), borders included."""
        runs: Counter[str] = Counter()
        for word in words:
            bordered = f"{_START}{word}{_END}"
            for length in (1, 2, 3):
                runs.update(bordered[i : i + length] for i in range(len(bordered) - length + 1))
        return dict(runs)

    def likelihood(self, word: str) -> float:
        """The mean logarithm of the likelihood of the letters of `word` (folded), 0 at best.

        Common words lie around -2, strings from a row of keys below -6.
        """
        bordered = f"{_START}{word}{_END}"
        runs = [bordered[i : i + 3] for i in range(len(bordered) - 2)]
        return sum(math.log(self._of(run)) for run in runs) / len(runs) if runs else 0.0

    def _of(self, run: str) -> float:
        alone = (self._counts.get(run[2], 0) + 1) / (self._letters + _ALPHABET)
        after_one = self._share(run[1:], alone)
        return self._share(run, after_one)

    def _share(self, run: str, otherwise: float) -> float:
        seen, after = self._counts.get(run, 0), self._counts.get(run[:-1], 0)
        return (seen + _DOUBT * otherwise) / (after + _DOUBT)
