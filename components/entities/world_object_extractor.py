"""Names what an out-of-scope question is about, if it is an ordinary thing of the lexicon."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_NAME_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.graph import PlainComponent
from components.text.folding import words
from components.text.language_detector import foreign_language
from components.topics.nouns import Noun
from components.topics.world import World, project_world

OBJECT = "objet"
OF_OBJECT = "de_objet"  # "d’un passeport", "de la météo"
MAX_WORDS = 6  # of an entry of the lexicon


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class WorldObjectExtractor(EntityExtractorMixin, PlainComponent):
    """Sets the entity `objet` on a message out of scope, so that the refusal can name it back.

    Only what stands in `data/monde.yml` is ever named: no insult, no person, no slip.

    Args:
        nouns: the nouns by their words, one and many, folded.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intent must be known."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration: `intent`, whose messages are looked at."""
        return {"intent": "hors_sujet"}

    def __init__(self, config: Dict[str, Any], nouns: Mapping[str, Noun]) -> None:
        self._intent = config["intent"]
        self._nouns = nouns

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> WorldObjectExtractor:
        """See `PlainComponent`."""
        return cls(config, by_words(project_world()))

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the entity to `messages`, in place."""
        for message in messages:
            # "which one" is no ONE: the nouns are French.
            is_french = not foreign_language(message)
            if is_french and (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == self._intent:
                noun = self._find(message.get(TEXT) or "")
                if noun:
                    found = self.add_extractor_name([_entity(noun, message.get(TEXT))])
                    message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _find(self, text: str) -> Optional[Noun]:
        """The longest noun of `text`; of several, the first."""
        said = words(text)
        for length in range(MAX_WORDS, 0, -1):
            for start in range(len(said) - length + 1):
                noun = self._nouns.get(" ".join(said[start : start + length]))
                if noun:
                    return noun
        return None


def by_words(world: World) -> Dict[str, Noun]:
    """The nouns of the domains of `world` by their folded words, one and many."""
    return {
        " ".join(words(form)): noun
        for domain in world.domains
        for noun in domain
        for form in (noun.many, noun.text)
    }


def _entity(noun: Noun, text: str) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: OBJECT,
        ENTITY_ATTRIBUTE_VALUE: noun.text,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(text),
        OF_OBJECT: noun.after("d'un"),
    }
