"""Finds the clusters whose field a trade, product or service belongs to, by its meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import spacy
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from components.folding import fold, words
from components.lexical_featurizer import lexical_vectorizer

ELSEWHERE = ""  # the label of the trades that neither a cluster nor a pôle covers
ALSO_FITS = -0.35  # margin from which a cluster is named beside the best one
_CARRIERS = """
adapte adaptee adapter adhere adherer adresser accompagner actif active activement activite
activites affilier ai aide aider aimerais asbl aupres aurait autour avez avons beaucoup
besoin bien bjr boite bonjour bosse bosser branche chercher cherche cherchons cluster clusters
coin compagnie concerne concerner conseille conseiller conseillez convenir conviendrait convient
correspond correspondrait cote demande depuis dire dirige dirigeons dites domaine domaines
employes entreprise entreprises epouse equipe eskil est etes existe exploite existerait fais
faisons fait faites faut femme filiale fille fils firme frere gens genre gere gerante gerant
groupe groupement habite heberge hein ici independant independante integrer interesse interesser
jai jdois jsuis jeune kel kelkun ki koi lance lancer lequel laquelle liee lien lier lies lieu
kluster ma mari merci metier metiers mieux monde monter nommer nouveau nouvelle occupe occuper
oriente orienter ou ouvre ouvrir patron patronne petit petite peut peux pme podrait possible
pourrait pourrez pouvez pr professionnel professionnelle professionnels propose proposons
quelque qqch quelqu qui quel quelle quels quelles rejoindre reseau reseaux responsable sais
savoir secteur secteurs seul societe societes soeur sommes souhaite specialise specialisee
specialises specialiste suis sur svp stp tourner travail travaille travaillent travaillons
travailler trouve trouver type utile va veut veux vise viser voudrais voudrions vers wallon
wallonie wallonne wallonnes wallons
""".split()


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
        self._split = spacy.blank("fr").tokenizer
        self._carriers = {fold(word) for word in spacy.blank("fr").Defaults.stop_words}
        self._carriers |= set(_CARRIERS)
        trades = list(trades)
        self._known = {self.essence(trade.phrase) for trade in trades}
        self._fit(trades)

    def essence(self, text: str) -> str:
        """The words of `text` that may tell a trade, folded; all of them if none may."""
        found = [word for token in self._split(text) for word in words(token.text)]
        kept = [word for word in found if word not in self._carriers and len(word) > 1]
        return " ".join(kept or found)

    def knows(self, text: str) -> bool:
        """Whether `text` says an activity of the catalogue in its own words."""
        return self.essence(text) in self._known

    def match(self, text: str) -> TradeMatch:
        """The clusters that fit what `text` says, or the pôle of its field, or nothing."""
        features = self._features([self.essence(text)])
        margins = self._cluster_model.decision_function(features)[0]
        order = np.argsort(-margins)
        if self._cluster_model.classes_[order[0]] == ELSEWHERE:
            pole = self._pole_model.predict(features)[0]
            return TradeMatch(poles=(pole,) if pole != ELSEWHERE else ())
        return TradeMatch(clusters=tuple(self._fitting(order, margins)))

    def _fitting(self, order: np.ndarray, margins: np.ndarray) -> Iterable[str]:
        for rank, column in enumerate(order):
            label = self._cluster_model.classes_[column]
            if label != ELSEWHERE and (rank == 0 or margins[column] > ALSO_FITS):
                yield label

    def _fit(self, trades: list[Trade]) -> None:
        texts = [self.essence(trade.phrase) for trade in trades]
        slugs = np.array([trade.slug for trade in trades])
        self._vectorizer: Any = lexical_vectorizer(words=(1, 1), rarest=1).fit(texts)
        features = self._features(texts)
        covered = np.isin(slugs, list(self._clusters))
        self._cluster_model = _classifier().fit(features, np.where(covered, slugs, ELSEWHERE))
        self._pole_model = _classifier().fit(features[~covered], slugs[~covered])

    def _features(self, texts: list[str]) -> csr_matrix:
        vectors = csr_matrix(self._encoder.encode(texts))
        return hstack([self._vectorizer.transform(texts), vectors], format="csr")


def _classifier() -> LinearSVC:
    return LinearSVC(C=0.3, class_weight="balanced", random_state=7)
