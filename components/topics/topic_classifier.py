"""Which topic a question is about, with a confidence that means what it says."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Type

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
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
from scipy.sparse import csr_matrix, hstack, issparse, vstack

from components.graph import LearningComponent, Shelf
from components.text.noisy_copies import ORIGINAL
from components.topics.calibrated_margins import CalibratedMargins


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(LearningComponent, IntentClassifier):
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
        """The component's default configuration.

        `penalty` and `answers`: see `CalibratedMargins`; `ranking_length` 0 keeps every intent.
        """
        return {"penalty": 0.3, "answers": [], "seed": 7, "ranking_length": 10}

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["sklearn"]

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        super().__init__(config, name, shelf)
        self._model: CalibratedMargins | None = None

    def learn(self, training_data: TrainingData) -> CalibratedMargins:
        """The intents of the training examples."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = np.array([example.get(INTENT) for example in examples])
        groups = np.array([example.get(ORIGINAL) or example.get(TEXT) for example in examples])
        model = CalibratedMargins(
            self._config["penalty"], self._config["answers"], self._config["seed"]
        )
        model.fit(message_features(examples), labels, groups)
        return model

    def use(self, learned: CalibratedMargins) -> None:
        """See `LearningComponent`."""
        learned.settle()
        self._model = learned

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
