"""Mends slips of the keyboard before the words are counted."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Dict, List, Optional, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.folding import words
from components.language_detector import foreign_language
from components.lexical_featurizer import understood_text
from components.noisy_copies import ORIGINAL
from components.spelling import Spelling

STORED = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingMender(GraphComponent):
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

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        spelling: Optional[Spelling] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._spelling = spelling

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingMender:
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
    ) -> SpellingMender:
        """Loads a trained component from the model."""
        with model_storage.read_from(resource) as directory:
            counts = json.loads((directory / STORED).read_text(encoding="utf-8"))
        spelling = Spelling(counts, config["common"])
        return cls(config, model_storage, resource, spelling)

    def train(self, training_data: TrainingData) -> Resource:
        """Counts in how many examples each word stands."""
        counts = Counter(
            word
            for example in training_data.intent_examples
            if not example.get(ORIGINAL)
            for word in set(words(understood_text(example)))
        )
        self._spelling = Spelling(counts, self._config["common"])
        with self._model_storage.write_to(self._resource) as directory:
            (directory / STORED).write_text(json.dumps(counts), encoding="utf-8")
        return self._resource

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
