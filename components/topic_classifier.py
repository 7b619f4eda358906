"""Which topic a question is about, with a confidence that means what it says."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Type

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack, issparse, vstack
from scipy.special import log_softmax, softmax
from sklearn.svm import LinearSVC

from components.noisy_copies import ORIGINAL


class CalibratedMargins:
    """A linear support-vector classifier whose margins are turned into probabilities.

    The probabilities are the softmax of the margins times a sharpness, which is fitted on
    examples held out from the classifier (temperature scaling, Guo et al. 2017,
    https://arxiv.org/abs/1706.04599); the classifier itself is then fitted on all of them.
    Classes keep their weight: what is out of scope is the largest, and weighing it down made
    more wrong answers.

    Args:
        penalty: the C of the support-vector classifier.
        seed: of the split and of the solver.
    """

    def __init__(self, penalty: float, seed: int) -> None:
        self._penalty = penalty
        self._seed = seed
        self.sharpness = 1.0

    def fit(self, features: csr_matrix, labels: np.ndarray, groups: np.ndarray) -> None:
        """Learns from `features` (examples, features) with one label an example.

        `groups` (examples,) keeps an example and its noisy copies on the same side of the split.
        """
        held_out = self._held_out(groups)
        if held_out.any() and len(set(labels[~held_out])) == len(set(labels)):
            self._model = self._new_model().fit(features[~held_out], labels[~held_out])
            self.sharpness = self._fit_sharpness(features[held_out], labels[held_out])
        self._model = self._new_model().fit(features, labels)

    @property
    def labels(self) -> np.ndarray:
        """The labels in the order of the columns of `probabilities`."""
        return self._model.classes_

    def probabilities(self, features: csr_matrix) -> np.ndarray:
        """Shape (examples, labels); each row sums to 1."""
        return softmax(self.sharpness * self._margins(features), axis=1)

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
        return softmax(self.sharpness * margins)

    def settle(self) -> None:
        """Lays the weights of a feature side by side, in half the memory.

        One example reads few of them, and single precision tells any two intents apart that
        double does.
        """
        self._model.coef_ = np.asfortranarray(self._model.coef_, dtype=np.float32)

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

    def _fit_sharpness(self, features: csr_matrix, labels: np.ndarray) -> float:
        margins = self._margins(features)
        columns = np.searchsorted(self._model.classes_, labels)
        rows = np.arange(len(labels))

        def loss(sharpness: float) -> float:
            return float(-log_softmax(sharpness * margins, axis=1)[rows, columns].mean())

        return float(minimize_scalar(loss, bounds=(0.1, 30.0), method="bounded").x)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Predicts the intent from all sentence features, sparse and dense.

    Rasa's LogisticRegressionClassifier has no penalty to set, takes two to three times as long
    and was half a point less accurate on the same features (docs/comprehension.md).
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """A featurizer must come before."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration; `ranking_length` 0 keeps every intent."""
        return {"penalty": 0.3, "seed": 7, "ranking_length": 10}

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["sklearn"]

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: CalibratedMargins | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Creates an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Loads a trained component from the model."""
        with model_storage.read_from(resource) as directory:
            model = joblib.load(directory / "margins.joblib")
        model.settle()
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the intents of the training examples."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = np.array([example.get(INTENT) for example in examples])
        groups = np.array([example.get(ORIGINAL) or example.get(TEXT) for example in examples])
        self._model = CalibratedMargins(self._config["penalty"], self._config["seed"])
        self._model.fit(message_features(examples), labels, groups)
        with self._model_storage.write_to(self._resource) as directory:
            joblib.dump(self._model, directory / "margins.joblib")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `intent` and `intent_ranking` of `messages`, in place."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            length = self._config["ranking_length"] or len(ranking)
            message.set(INTENT_RANKING_KEY, ranking[:length], add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> List[Dict[str, Any]]:
        if self._model is None or not message.features:
            return [{INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}]
        row = self._model.probabilities_of([one.features for one in _of_sentence(message)])
        return [
            {
                INTENT_NAME_KEY: str(self._model.labels[column]),
                PREDICTED_CONFIDENCE_KEY: float(row[column]),
            }
            for column in np.argsort(-row)
        ]


def message_features(messages: List[Message]) -> csr_matrix:
    """All sentence features of `messages`, side by side: shape (messages, features).

    Every message has passed the same featurizers, so that their blocks line up.
    """
    blocks = zip(*([feature.features for feature in _of_sentence(one)] for one in messages))
    return hstack([_stacked(rows) for rows in blocks], format="csr", dtype=np.float32)


def _of_sentence(message: Message) -> List[Features]:
    return [
        feature
        for feature in message.features
        if feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE
    ]


def _stacked(rows: Sequence[Any]) -> csr_matrix:
    """One block from the rows of one featurizer, sparse or dense."""
    return vstack(rows, format="csr") if issparse(rows[0]) else csr_matrix(np.vstack(rows))
