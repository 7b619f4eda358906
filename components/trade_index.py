"""Finds the clusters whose field a trade, product or service belongs to, by its meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from rapidfuzz.distance import OSA
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from components.folding import fold, words
from components.french_rules import stop_words
from components.lexical_featurizer import lexical_rows, lexical_vectorizer
from components.sounds import Ear

ELSEWHERE = ""  # the label of the trades that neither a cluster nor a pôle covers
ALSO_FITS = -0.6  # margin from which a cluster is named beside the best one
CARRIER_WORDS = Path(__file__).with_name("carrier_words.txt")


class Encoder(Protocol):
    """What turns texts into vectors; see `SentenceEncoder`."""

    def encode(self, texts: list[str]) -> np.ndarray:
        """One row a text."""
        ...


@dataclass(frozen=True)
class Trade:
    """An activity of the catalogue: its wording and the organisation whose field it is."""

    phrase: str
    slug: str = ELSEWHERE


@dataclass(frozen=True)
class TradeMatch:
    """What fits a trade, best first: slugs of clusters, or else of the pôle of its field."""

    clusters: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()


class TradeIndex:
    """A linear classifier over the activities of the catalogue.

    Built when the catalogue changes (about a second for 1 300 activities). Its features are the
    sentence vector and TF-IDF of what is left of a text without carrier words ("quel cluster
    pour moi, je suis ..."). Every organisation is judged by itself, so that several may fit.

    Args:
        trades: the activities; the same phrase may stand under several organisations.
        clusters: the slugs that are clusters; the others are pôles.
        encoder: gives the sentence vectors.
    """

    def __init__(
        self,
        trades: Iterable[Trade],
        clusters: Iterable[str],
        encoder: Encoder,
    ) -> None:
        self._clusters = set(clusters)
        self._encoder = encoder
        self._carriers = {fold(word) for word in stop_words()}
        self._carriers |= _carrier_words()
        trades = list(trades)
        self._known = {self.essence(trade.phrase) for trade in trades}
        self._fit(trades)

    def essence(self, text: str) -> str:
        """The words of `text` that may tell a trade, folded; all of them if none may."""
        found = words(text)
        kept = [word for word in found if not self._carries(word)]
        return " ".join(kept or found)

    def _carries(self, word: str) -> bool:
        """Whether `word` says nothing of a trade; "cluster" is spelt in many ways."""
        return len(word) < 2 or word in self._carriers or OSA.distance(word, "cluster") <= 2

    def knows(self, text: str) -> bool:
        """Whether `text` says an activity of the catalogue in its own words."""
        return self.essence(text) in self._known

    def says_no_more(self, text: str) -> bool:
        """Whether `text` is a trade and at most one word besides: "couvreur", "le bâtiment"."""
        return len(words(text)) <= len(self.essence(text).split()) + 1

    def says_something(self, text: str) -> bool:
        """Whether any word of `text` may tell a trade."""
        return not all(self._carries(word) for word in words(text))

    def best_of(self, text: str, slugs: Sequence[str]) -> str:
        """The one of `slugs` (clusters of the catalogue) that fits best what `text` says."""
        margins = self._cluster_model.decision_function(self._features([self._mended(text)]))[0]
        fit = dict(zip(self._cluster_model.classes_, margins))
        return max(slugs, key=lambda slug: fit.get(slug, -np.inf))

    def match(self, text: str) -> TradeMatch:
        """The clusters that fit what `text` says, or the pôle of its field, or nothing."""
        essence = self._mended(text)
        if not essence:
            return TradeMatch()
        features = self._features([essence])
        margins = self._cluster_model.decision_function(features)[0]
        order = np.argsort(-margins)
        if self._cluster_model.classes_[order[0]] == ELSEWHERE:
            pole = self._pole_model.predict(features)[0]
            return TradeMatch(poles=(pole,) if pole != ELSEWHERE else ())
        return TradeMatch(clusters=tuple(self._fitting(order, margins)))

    def _mended(self, text: str) -> str:
        """The essence of `text`, with what was written by ear spelt as in the catalogue."""
        return self._ear.mend(self.essence(text))

    def _fitting(self, order: np.ndarray, margins: np.ndarray) -> Iterable[str]:
        for rank, column in enumerate(order):
            label = self._cluster_model.classes_[column]
            if label != ELSEWHERE and (rank == 0 or margins[column] > ALSO_FITS):
                yield label

    def _fit(self, trades: list[Trade]) -> None:
        texts = [self.essence(trade.phrase) for trade in trades]
        self._ear = Ear(Counter(word for text in texts for word in text.split()))
        slugs = np.array([trade.slug for trade in trades])
        self._rows = lexical_rows(lexical_vectorizer(words=(1, 1), rarest=1).fit(texts))
        features = self._features(texts)
        covered = np.isin(slugs, list(self._clusters))
        self._cluster_model = _classifier().fit(features, np.where(covered, slugs, ELSEWHERE))
        self._pole_model = _classifier().fit(features[~covered], slugs[~covered])

    def _features(self, texts: list[str]) -> csr_matrix:
        vectors = csr_matrix(self._encoder.encode(texts))
        return hstack([self._rows.matrix(texts), vectors], format="csr")


def _classifier() -> LinearSVC:
    return LinearSVC(C=0.3, class_weight="balanced", random_state=7)


def _carrier_words() -> set[str]:
    lines = CARRIER_WORDS.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}
