"""Tells a message of real words from keys pressed at random."""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
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

from components.graph import LearningComponent, Shelf
from components.text.folding import fold, words
from components.text.letters import LetterModel
from components.text.noisy_copies import ORIGINAL

SHORTEST = 3  # letters of a dictionary's word to learn from


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UnreadableWords(LearningComponent, IntentClassifier):
    """Takes the intent of a message that holds no word: letters resemble some topic by chance.

    A word is one of the examples, or a run of letters that French words might be made of; its
    letters are learned from a dictionary. One letter alone is none, unless it is an example. A
    message with a name of the catalogue has a word.
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

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        super().__init__(config, name, shelf)
        self._letters: Optional[LetterModel] = None
        self._known: FrozenSet[str] = frozenset()

    def learn(self, training_data: TrainingData) -> Dict[str, Any]:
        """The letters of a French dictionary, and the words of the examples."""
        known = sorted(
            {
                word
                for example in training_data.intent_examples
                if not example.get(ORIGINAL)
                for word in _words_of(example)
            }
        )
        return {"counts": LetterModel.counts(french_words()), "known": known}

    def use(self, learned: Dict[str, Any]) -> None:
        """See `LearningComponent`."""
        self._letters = LetterModel(learned["counts"])
        self._known = frozenset(learned["known"])

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
        if self._letters is None or len(word) == 1:
            return False
        return self._letters.likelihood(word) >= self._config["least"]


def _words_of(example: Message) -> List[str]:
    """The words of an example; a letter is one where it stands alone ("k" for ok)."""
    found = words(example.get(TEXT) or "")
    return found if len(found) == 1 else [word for word in found if len(word) > 1]


def french_words() -> List[str]:
    """The words of a dictionary with the frequencies of subtitles (pyspellchecker), folded."""
    dictionary = SpellChecker(language="fr").word_frequency.words()
    folded = {fold(word) for word in dictionary}
    return sorted(word for word in folded if word.isalpha() and len(word) >= SHORTEST)
