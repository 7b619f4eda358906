"""Adds noisy copies of the training examples, so that typing habits are learned."""

from __future__ import annotations

import random
from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.graph import PlainComponent
from components.text.noise import noisy
from components.topics.example_metadata import is_complete

ORIGINAL = "original_text"  # on a copy: the text of the example that it was made from


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NoisyCopies(PlainComponent):
    """In training, `copies` noisy variants of every complete question in French.

    Other languages are not misspelt the French way, and what follows an answer was written in
    every spelling by hand. Nothing at run time.

    Registered among the featurizers because these are the components to which Rasa shows the
    training data. Stands first in the pipeline. The same `seed` gives an example the same copies,
    whatever stands around it: an editor's new line changes no other.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration."""
        return {"copies": 1, "seed": 7}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._copies = config["copies"]
        self._seed = config["seed"]

    def process(self, messages: List[Message]) -> List[Message]:
        """Leaves what visitors type as it is."""
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data with the noisy copies at its end."""
        copies = [
            Message(
                {
                    TEXT: noisy(example.get(TEXT), self._lot(example, number)),
                    INTENT: example.get(INTENT),
                    METADATA: example.get(METADATA),
                    ORIGINAL: example.get(TEXT),
                }
            )
            for number in range(self._copies)
            for example in training_data.intent_examples
            if example.get(TEXT) and is_complete(example)
        ]
        return training_data.merge(TrainingData(training_examples=copies))

    def _lot(self, example: Message, number: int) -> random.Random:
        return random.Random(f"{self._seed} {number} {example.get(TEXT)}")
