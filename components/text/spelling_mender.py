"""Mends slips of the keyboard before the words are counted."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.features.lexical_featurizer import understood_text
from components.graph import LearningComponent, Shelf
from components.text.folding import words
from components.text.language_detector import foreign_language
from components.text.noisy_copies import ORIGINAL
from components.text.spelling import Spelling


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingMender(LearningComponent):
    """Mends the folded form (lemma) of the tokens, which the lexical features are made of.

    The words are those of the training examples, so that an editor's new examples are known
    without a dictionary; noisy copies are mended, not learned from. The text itself stays: names
    and trades are looked for in what the visitor typed. So does a message in another language,
    of which the examples know few words: mended, the others would become French ones.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """A tokenizer must come before; the detector of languages too, if there is one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration (see `Spelling`)."""
        return {"common": 4}

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        super().__init__(config, name, shelf)
        self._spelling: Optional[Spelling] = None

    def learn(self, training_data: TrainingData) -> Dict[str, int]:
        """In how many examples each word stands."""
        return Counter(
            word
            for example in training_data.intent_examples
            if not example.get(ORIGINAL)
            for word in set(words(understood_text(example)))
        )

    def use(self, learned: Dict[str, int]) -> None:
        """See `LearningComponent`."""
        self._spelling = Spelling(learned, self._config["common"])

    def process(self, messages: List[Message]) -> List[Message]:
        """Mends the tokens of `messages`, in place."""
        if self._spelling is not None:
            for message in messages:
                if not foreign_language(message):
                    for token in _tokens(message):
                        token.lemma = self._spelling.mend(token.lemma)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mends the training examples, in place."""
        self.process(training_data.training_examples)
        return training_data


def _tokens(message: Message) -> List[Token]:
    return message.get(TOKENS_NAMES[TEXT]) or []
