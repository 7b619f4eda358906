"""Finds the clusters whose field a trade, product or service belongs to, by its meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from components.entities.trade_words import TradeWords
from components.features.lexical_featurizer import lexical_rows, lexical_vectorizer
from components.text.folding import words
from components.text.sounds import Ear

ELSEWHERE = ""  # the label of the trades that neither a cluster nor a pôle covers
NEAR = 0.2  # how far behind the best a cluster may be and still be named beside it
FLOOR = -0.4  # margin under which the best is too far from all that is known
# Margins from which words that no trade has are taken for one, of a cluster and of none.
SURE_OF_STRANGERS, SURE_OF_OUTSIDERS = -0.12, 0.25


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
    """What fits a trade, best first: slugs of clusters, or else of the pôle of its field.

    `known` tells a trade that none of them covers from words that resemble no trade at all;
    `margin`: how surely it is this one; `essence`: the words that tell it.
    """

    clusters: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()
    known: bool = True
    margin: float = 0.0
    essence: str = ""


class TradeIndex:
    """A linear classifier over the activities of the catalogue.

    Built when the catalogue changes (some three seconds for 2 900 activities). Its features are the
    sentence vector and TF-IDF of what is left of a text without carrier words ("quel cluster
    pour moi, je suis ..."). Every organisation is judged by itself, so that several may fit.

    Args:
        trades: the activities; the same phrase may stand under several organisations.
        clusters: the slugs that are clusters; the others are pôles.
        encoder: gives the sentence vectors.
        trade_words: keeps of a message what may tell a trade.
        foreign: what people speak of elsewhere ("un parapluie"): no trade of anybody's.
    """

    def __init__(
        self,
        trades: Iterable[Trade],
        clusters: Iterable[str],
        encoder: Encoder,
        trade_words: TradeWords,
        foreign: Iterable[str] = (),
    ) -> None:
        self._clusters = set(clusters)
        self._encoder = encoder
        self._trade_words = trade_words
        self._fit(list(trades), list(foreign))

    def essence(self, text: str) -> str:
        """The words of `text` that may tell a trade, folded, spelt as in the catalogue."""
        return " ".join(self._trade_words.of(text, self._vocabulary, self._ear.mend))

    def knows(self, text: str) -> bool:
        """Whether `text` says an activity of the catalogue in its own words."""
        return self.essence(text) in self._known

    def says_no_more(self, text: str) -> bool:
        """Whether `text` is a trade and at most one word besides: "couvreur", "le bâtiment"."""
        return len(words(text)) <= len(self.essence(text).split()) + 1

    def says_something(self, text: str) -> bool:
        """Whether any word of `text` may tell a trade."""
        return bool(self.essence(text))

    def has_word_of(self, essence: str) -> bool:
        """Whether a word of `essence` stands in an activity of the catalogue."""
        return not self._vocabulary.isdisjoint(essence.split())

    def best_of(self, text: str, slugs: Sequence[str]) -> str:
        """The one of `slugs` (clusters of the catalogue) that fits best what `text` says."""
        margins = self._cluster_model.decision_function(self._features([self.essence(text)]))[0]
        fit = dict(zip(self._cluster_model.classes_, margins))
        return max(slugs, key=lambda slug: fit.get(slug, -np.inf))

    def match(self, text: str) -> TradeMatch:
        """The clusters that fit what `text` says, or the pôle of its field, or nothing."""
        essence = self.essence(text)
        if not essence:
            return TradeMatch(known=False)
        features = self._features([essence])
        margins = self._cluster_model.decision_function(features)[0]
        order = np.argsort(-margins)
        best = str(self._cluster_model.classes_[order[0]])
        if margins[order[0]] < self._least(essence, best):
            return TradeMatch(known=False, essence=essence)
        if best == ELSEWHERE:
            pole = self._pole_model.predict(features)[0]
            poles = (str(pole),) if pole != ELSEWHERE else ()
            return TradeMatch(poles=poles, margin=margins[order[0]], essence=essence)
        near = self._fitting(order, margins) | self._listed_together(essence)
        ranked = [str(self._cluster_model.classes_[column]) for column in order]
        fitting = tuple(slug for slug in ranked if slug in near)
        return TradeMatch(clusters=fitting, margin=margins[order[0]], essence=essence)

    def _least(self, essence: str, best: str) -> float:
        """The margin from which `essence` is a trade."""
        if self.has_word_of(essence):
            return FLOOR
        return SURE_OF_OUTSIDERS if best == ELSEWHERE else SURE_OF_STRANGERS

    def _fitting(self, order: np.ndarray, margins: np.ndarray) -> set[str]:
        """The best cluster, and those near it."""
        fitting = set()
        for column in order:
            label = self._cluster_model.classes_[column]
            if label == ELSEWHERE or margins[order[0]] - margins[column] > NEAR:
                break
            fitting.add(str(label))
        return fitting

    def _listed_together(self, essence: str) -> set[str]:
        """The clusters of an activity in `essence` that the catalogue lists under several."""
        said = set(essence.split())
        together = [slugs for phrase, slugs in self._shared.items() if said.issuperset(phrase)]
        return set().union(*together)

    def _fit(self, trades: list[Trade], foreign: list[str]) -> None:
        texts = [self._of_phrase(trade.phrase) for trade in trades]
        counts = Counter(word for text in texts for word in text.split())
        self._vocabulary = frozenset(counts)
        self._known = frozenset(texts)
        self._shared = self._shared_of(texts, trades)
        self._ear = Ear(counts)
        others = [text for text in map(self._of_phrase, foreign) if self._is_foreign(text)]
        slugs = np.array([trade.slug for trade in trades] + [ELSEWHERE] * len(others))
        texts += others
        self._rows = lexical_rows(lexical_vectorizer(words=(1, 1), rarest=1).fit(texts))
        features = self._features(texts)
        covered = np.isin(slugs, list(self._clusters))
        self._cluster_model = _classifier().fit(features, np.where(covered, slugs, ELSEWHERE))
        self._pole_model = _classifier().fit(features[~covered], slugs[~covered])

    def _shared_of(self, texts: list[str], trades: list[Trade]) -> dict[frozenset[str], set[str]]:
        """The words of the activities that stand under several clusters, and these."""
        slugs: dict[frozenset[str], set[str]] = {}
        for text, trade in zip(texts, trades):
            if trade.slug in self._clusters:
                slugs.setdefault(frozenset(text.split()), set()).add(trade.slug)
        return {words: under for words, under in slugs.items() if len(under) > 1}

    def _is_foreign(self, text: str) -> bool:
        return not self._vocabulary.issuperset(text.split())

    def _of_phrase(self, phrase: str) -> str:
        found = words(phrase)
        kept = [word for word in found if not self._trade_words.carries(word)]
        return " ".join(kept or found)

    def _features(self, texts: list[str]) -> csr_matrix:
        vectors = csr_matrix(self._encoder.encode(texts))
        return hstack([self._rows.matrix(texts), vectors], format="csr")


def _classifier() -> LinearSVC:
    return LinearSVC(C=0.3, class_weight="balanced", random_state=7)
