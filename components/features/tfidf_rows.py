"""TF-IDF of one text at a time, without what scikit-learn does for many."""

from __future__ import annotations

from collections import Counter
from typing import Any, List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer


class TfidfRows:
    """What fitted vectorizers make of a text, side by side.

    The same numbers as their own `transform`, in a fifth of the time: that one checks, sorts and
    multiplies matrices, which pays for thousands of texts.

    Args:
        vectorizers: fitted, with `sublinear_tf` and the "l2" norm.
    """

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._parts: List[Tuple[Any, Any, np.ndarray, int]] = []
        self.width = 0
        for one in vectorizers:
            if not (one.sublinear_tf and one.norm == "l2" and one.use_idf):
                raise ValueError("only sublinear TF-IDF of unit length is computed here")
            self._parts.append((one.build_analyzer(), one.vocabulary_, one.idf_, self.width))
            self.width += len(one.vocabulary_)

    def row(self, text: str) -> Tuple[np.ndarray, np.ndarray]:
        """The columns in which something stands, ascending, and what stands there."""
        parts = [self._part(text, *part) for part in self._parts]
        columns, values = zip(*parts)
        return np.concatenate(columns), np.concatenate(values)

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """The rows of `texts`: shape (texts, width), float32."""
        rows = [self.row(text) for text in texts]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([columns for columns, _ in rows] or [np.zeros(0, np.int32)])
        values = np.concatenate([values for _, values in rows] or [np.zeros(0, np.float32)])
        return csr_matrix((values, columns, starts), shape=(len(rows), self.width))

    @staticmethod
    def _part(
        text: str, analyze: Any, vocabulary: Any, idf: np.ndarray, offset: int
    ) -> Tuple[np.ndarray, np.ndarray]:
        counts = Counter(vocabulary[term] for term in analyze(text) if term in vocabulary)
        columns = np.fromiter(sorted(counts), np.int32, len(counts))
        times = np.fromiter((counts[column] for column in columns.tolist()), float, len(counts))
        weights = (1 + np.log(times)) * idf[columns]
        length = np.sqrt(weights @ weights)
        return columns + np.int32(offset), (weights / (length or 1.0)).astype(np.float32)
