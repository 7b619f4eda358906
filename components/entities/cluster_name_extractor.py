"""Recognises the clusters and pôles of the catalogue by name."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.models import WordingKind
from components.entities.fresh import Fresh
from components.entities.name_index import Mention, Name, NameIndex
from components.graph import PlainComponent

# What stands for a name of each family, so that a cluster added tomorrow reads like the others.
# A network that the page does not know reads as what it is called.
MASKS = {"cluster": "nomdecluster", "pole": "nomdepole"}


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    ],
    is_trainable=False,
)
class ClusterNameExtractor(EntityExtractorMixin, PlainComponent):
    """Sets entities `cluster`, `pole`, `reseau` (value: slug); masks names for lexical features.

    The catalogue is asked at every message whether it has changed: a cluster that was loaded
    a moment ago is recognised, without training.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """A tokenizer must come before."""
        return [Tokenizer]

    def __init__(self, catalogue: Catalogue) -> None:
        self._index = Fresh(catalogue, name_index)

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> ClusterNameExtractor:
        """See `PlainComponent`."""
        return cls(Catalogue.from_environment())

    def process(self, messages: List[Message]) -> List[Message]:
        """Finds the names in `messages`, in place."""
        index = self._index.get()
        for message in messages:
            found = [_entity(mention) for mention in _mark(message, index)]
            entities = self.add_extractor_name(found)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Masks the names in the training examples, in place."""
        index = self._index.get()
        for example in training_data.training_examples:
            if example.get(TEXT):
                _mark(example, index)
        return training_data


def name_index(catalogue: Catalogue) -> NameIndex:
    """The index of the names of all clusters and pôles of `catalogue`."""
    return NameIndex(
        Name(
            slug=str(one.slug),
            family=one.family.value,
            names=one.worded(WordingKind.NAME),
            spellings=one.worded(WordingKind.SPELLING),
            homonyms=one.worded(WordingKind.HOMONYM),
        )
        for one in [*catalogue.clusters(), *catalogue.poles(), *catalogue.networks()]
    )


def _mark(message: Message, index: Optional[NameIndex]) -> List[Mention]:
    """The names in `message`, whose tokens are masked."""
    mentions = index.find(message.get(TEXT) or "") if index else []
    for token in message.get(TOKENS_NAMES[TEXT]) or []:
        for mention in mentions:
            if mention.family in MASKS and mention.start <= token.start < mention.end:
                token.lemma = MASKS[mention.family] if token.start == mention.start else ""
    return mentions


def _entity(mention: Mention) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: mention.family,
        ENTITY_ATTRIBUTE_VALUE: mention.slug,
        ENTITY_ATTRIBUTE_START: mention.start,
        ENTITY_ATTRIBUTE_END: mention.end,
    }
