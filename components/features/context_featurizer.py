"""Where in a conversation a message stands, as features."""

from __future__ import annotations

import random
from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.question_splitter import PART
from components.features.hashed_features import SparseFeatures
from components.graph import LearningComponent, Shelf
from components.text.noisy_copies import ORIGINAL
from components.topics.example_metadata import context_told

START = "rien"  # the context of the first message of a conversation
SECOND_CONTEXT = "definition"  # where a second question stands: a cluster was just spoken of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ContextFeaturizer(LearningComponent, SparseFeaturizer):
    """Says after which topic a message was typed, and what it means there.

    Two features: which context it is, and the sentence vector once more in a place of its own
    for each context, so that the classifier learns "why?" in general and "why?" after a given
    answer (the feature augmentation of Daumé III 2007, https://aclanthology.org/P07-1033).

    Examples that say nothing of a context (`data/nlu.yml`) are complete questions: they count
    as first messages, and their noisy copies as messages at any point of a conversation.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """A sentence vector must be there."""
        return [DenseFeaturizer, Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration: weight of both features, seed of the draw."""
        return {
            **SparseFeaturizer.get_default_config(),
            "context_weight": 1.0,
            "vector_weight": 1.5,
            "seed": 7,
        }

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        SparseFeaturizer.__init__(self, name, config)
        self._shelf = shelf
        self._contexts = [START]

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing to check beyond the defaults."""

    def learn(self, training_data: TrainingData) -> List[str]:
        """Which contexts there are."""
        told = {context_told(example) for example in training_data.intent_examples}
        return sorted({START} | {context for context in told if context})

    def use(self, learned: List[str]) -> None:
        """See `LearningComponent`."""
        self._contexts = learned

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Adds the features of the conversation's present context to `messages`, in place."""
        key = DialogueContext.of(tracker).key
        for message in messages:
            self.place(message, SECOND_CONTEXT if (message.get(PART) or 0) > 1 else key)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds to the training examples the features of the context that they stand in."""
        lot = random.Random(self._config["seed"])
        for example in training_data.training_examples:
            anywhere = lot.choice(self._contexts) if example.get(ORIGINAL) else START
            self.place(example, context_told(example) or anywhere)
        return training_data

    def place(self, message: Message, context: str) -> None:
        """Adds the features of `message` after `context`; one never heard of adds nothing."""
        _, dense = message.get_dense_features(TEXT)
        if dense is None:
            return
        vector = dense.features[0]
        size, count = len(vector), len(self._contexts)
        shape = (1, count * (1 + size))
        if context in self._contexts:
            place = self._contexts.index(context)
            start = count + place * size
            columns = np.concatenate([[place], np.arange(start, start + size)])
            weights = [self._config["context_weight"]], self._config["vector_weight"] * vector
            values = np.concatenate(weights).astype(np.float32)
            row = csr_matrix((values, columns, [0, size + 1]), shape=shape)
        else:
            row = csr_matrix(shape, dtype=np.float32)
        message.add_features(SparseFeatures(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
