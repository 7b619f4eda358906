"""Tells a message of real words from keys pressed at random."""

from __future__ import annotations

import json
from typing import Any, Dict, FrozenSet, List, Optional, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spellchecker import SpellChecker

from components.folding import fold, words
from components.letters import LetterModel
from components.noisy_copies import ORIGINAL

STORED = "letters.json"
SHORTEST = 3  # letters of a dictionary's word to learn from


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UnreadableWords(IntentClassifier, GraphComponent):
    """Takes the intent of a message that holds no word: letters resemble some topic by chance.

    A word is one of the examples, or a run of letters that French words might be made of; its
    letters are learned from a dictionary. A message with a name of the catalogue has a word.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """In use the classifier comes before, which Rasa trains apart."""
        return []

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `least`: mean log-likelihood from which letters make a word (see `LetterModel`).
        """
        return {"least": -5.0}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        letters: Optional[LetterModel] = None,
        known: FrozenSet[str] = frozenset(),
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._letters = letters
        self._known = known

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UnreadableWords:
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
    ) -> UnreadableWords:
        """Loads a trained component from the model."""
        with model_storage.read_from(resource) as directory:
            stored = json.loads((directory / STORED).read_text(encoding="utf-8"))
        letters = LetterModel(stored["counts"])
        return cls(config, model_storage, resource, letters, frozenset(stored["known"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the letters of a French dictionary, and the words of the examples."""
        counts = LetterModel.counts(french_words())
        known = sorted(
            {
                word
                for example in training_data.intent_examples
                if not example.get(ORIGINAL)
                for word in words(example.get(TEXT) or "")
            }
        )
        self._letters, self._known = LetterModel(counts), frozenset(known)
        with self._model_storage.write_to(self._resource) as directory:
            stored = json.dumps({"counts": counts, "known": known})
            (directory / STORED).write_text(stored, encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Takes the intent of those of `messages` that say nothing, in place."""
        for message in messages:
            if self._says_nothing(message):
                unknown = {
                    INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME,
                    PREDICTED_CONFIDENCE_KEY: 1.0,
                }
                message.set(INTENT, unknown, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [unknown], add_to_output=True)
        return messages

    def _says_nothing(self, message: Message) -> bool:
        found = words(message.get(TEXT) or "")
        return (
            self._letters is not None
            and bool(found)
            and not message.get(ENTITIES)
            and not any(self._is_word(word) for word in found)
        )

    def _is_word(self, word: str) -> bool:
        if word in self._known or not word.isalpha():
            return True
        return self._letters is not None and self._letters.likelihood(word) >= self._config["least"]


def french_words() -> List[str]:
    """The words of a dictionary with the frequencies of subtitles (pyspellchecker), folded."""
    dictionary = SpellChecker(language="fr").word_frequency.words()
    folded = {fold(word) for word in dictionary}
    return sorted(word for word in folded if word.isalpha() and len(word) >= SHORTEST)
