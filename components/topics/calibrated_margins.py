"""A linear classifier with a confidence that means what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, issparse
from scipy.special import expit, log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC


class CalibratedMargins:
    """A linear support-vector classifier whose margins are turned into probabilities.

    The probabilities are the softmax of the margins times a sharpness (temperature scaling, Guo
    et al. 2017, https://arxiv.org/abs/1706.04599). That of an answer says how often it is right:
    by a logistic regression on the margin of the answer, the best margin of what is none, and
    the lead (Platt scaling); one temperature for all is too sure of answers to what was never
    seen. Both are fitted on examples held out from the classifier, which is then fitted on all.
    Classes keep their weight: what is out of scope is the largest, and weighing it down made
    more wrong answers.

    Args:
        penalty: the C of the support-vector classifier.
        answers: the labels that answer something.
        seed: of the split and of the solver.
    """

    def __init__(self, penalty: float, answers: Iterable[str], seed: int) -> None:
        self._penalty = penalty
        self._answers = sorted(answers)
        self._seed = seed
        self._trust: np.ndarray | None = None  # weights of `_told`, and a constant
        self.sharpness = 1.0

    def fit(self, features: csr_matrix, labels: np.ndarray, groups: np.ndarray) -> None:
        """Learns from `features` (examples, features) with one label an example.

        `groups` (examples,) keeps an example and its noisy copies on the same side of the split.
        """
        held_out = self._held_out(groups)
        if held_out.any() and len(set(labels[~held_out])) == len(set(labels)):
            self._model = self._new_model().fit(features[~held_out], labels[~held_out])
            margins = self._margins(features[held_out])
            self.sharpness = self._fit_sharpness(margins, labels[held_out])
            self._trust = self._fit_trust(margins, labels[held_out])
        self._model = self._new_model().fit(features, labels)

    @property
    def labels(self) -> np.ndarray:
        """The labels in the order of the columns of `probabilities`."""
        return self._model.classes_

    def probabilities(self, features: csr_matrix) -> np.ndarray:
        """Shape (examples, labels); each row sums to 1 at most."""
        return self._probabilities(self._margins(features))

    def probabilities_of(self, blocks: Sequence[Any]) -> np.ndarray:
        """The row of `probabilities` for one example whose features stand in blocks, side by side.

        The same numbers, without making one matrix of the blocks.

        Args:
            blocks: of one row each, sparse or dense.
        """
        weights = self._model.coef_.T
        margins = np.array(self._model.intercept_, dtype=float)
        start = 0
        for block in blocks:
            if issparse(block):
                margins += block.data @ weights[start + block.indices]
            else:
                margins += block.ravel() @ weights[start : start + block.shape[-1]]
            start += block.shape[-1]
        if len(margins) == 1:  # two labels have one margin between them
            margins = np.concatenate([-margins, margins])
        return self._probabilities(margins[np.newaxis])[0]

    def settle(self) -> None:
        """Lays the weights of a feature side by side, in half the memory.

        One example reads few of them, and single precision tells any two intents apart that
        double does.
        """
        self._model.coef_ = np.asfortranarray(self._model.coef_, dtype=np.float32)

    def _probabilities(self, margins: np.ndarray) -> np.ndarray:
        found = softmax(self.sharpness * margins, axis=1)
        answered = self._answered(margins)
        if self._trust is not None and answered.any():
            trust = expit(self._told(margins[answered]) @ self._trust[:-1] + self._trust[-1])
            found[answered] = _with_best(found[answered], trust[:, np.newaxis])
        return found

    def _answered(self, margins: np.ndarray) -> np.ndarray:
        """Of which rows an answer is the best label: shape (examples,)."""
        return self._of_answers()[margins.argmax(axis=1)]

    def _of_answers(self) -> np.ndarray:
        return np.isin(self.labels, self._answers)

    def _told(self, margins: np.ndarray) -> np.ndarray:
        """What tells whether the answer of a row is right: shape (examples, 3)."""
        second, best = np.sort(margins, axis=1)[:, -2:].T
        other = margins[:, ~self._of_answers()].max(axis=1)
        return np.stack([best, other, best - second], axis=1)

    def _new_model(self) -> LinearSVC:
        return LinearSVC(C=self._penalty, tol=1e-2, random_state=self._seed)

    def _held_out(self, groups: np.ndarray) -> np.ndarray:
        names = np.unique(groups)
        lot = np.random.default_rng(self._seed)
        chosen = lot.choice(names, size=len(names) // 5, replace=False)
        return np.isin(groups, chosen)

    def _margins(self, features: csr_matrix) -> np.ndarray:
        margins = self._model.decision_function(features)
        return margins if margins.ndim == 2 else np.stack([-margins, margins], axis=1)

    def _fit_trust(self, margins: np.ndarray, labels: np.ndarray) -> np.ndarray | None:
        answered = self._answered(margins)
        right = (self.labels[margins.argmax(axis=1)] == labels)[answered]
        if self._of_answers().all() or len(set(right)) < 2:
            return None
        fitted = LogisticRegression(C=100.0).fit(self._told(margins[answered]), right)
        return np.append(fitted.coef_[0], fitted.intercept_)

    def _fit_sharpness(self, margins: np.ndarray, labels: np.ndarray) -> float:
        columns = np.searchsorted(self.labels, labels)
        rows = np.arange(len(labels))

        def loss(sharpness: float) -> float:
            return float(-log_softmax(sharpness * margins, axis=1)[rows, columns].mean())

        return float(minimize_scalar(loss, bounds=(0.1, 30.0), method="bounded").x)


def _with_best(probabilities: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Rows with another probability of their best label, which stays the best.

    The other labels share the rest as they did.

    Args:
        probabilities: shape (examples, labels).
        best: shape (examples, 1).
    """
    was = probabilities.max(axis=1, keepdims=True)
    others = probabilities * (1 - best) / np.maximum(1 - was, np.finfo(float).tiny)
    return np.where(probabilities == was, best, np.minimum(others, best))
