"""Finds which attribute of a named cluster is asked for: where, since when, how many ..."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.content import read_entries
from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.references import means_all
from components.graph import PlainComponent
from components.text.folding import fold
from components.text.phrases import alternation, french_phrases
from components.topics.intents import intent_kinds, intent_of, settle

ATTRIBUTES = Path(__file__).resolve().parents[2] / "data" / "attributs.yml"
ATTRIBUTE, CLUSTER = "attribut", "cluster"
ASKED = "quoi"  # of the entity: the question as a clause, "où il se trouve"
NOT_ON_PAGE = "info_absente"
_SENTENCE = re.compile(r"[.;!?]\s+(?=\S)")
FEW_WORDS = 5  # of a question that needs no pronoun to be about the cluster spoken of


@dataclass(frozen=True)
class Attribute:
    """What may be asked of a cluster.

    Attributes:
        name: as the facts of the catalogue call it.
        asked: the question, as a clause: "où il se trouve".
        phrases: what shows, in a folded message, that it is asked.
    """

    name: str
    asked: str
    phrases: re.Pattern[str]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Attribute:
        """The attribute of an entry of `data/attributs.yml`."""
        pattern = re.compile(rf"(?<!\w){alternation(map(str, told['mots']))}(?!\w)")
        return cls(told["attribut"], told["quoi"], pattern)


def read_attributes(path: Path) -> List[Attribute]:
    """Those of a file; `ContentError` names the line and the field that are wrong."""
    return [
        Attribute.read(entry)
        for entry in read_entries(path, {"attribut": str, "quoi": str, "mots": list})
    ]


# Registered among the extractors because these are the components that training leaves out.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AttributeFinder(EntityExtractorMixin, PlainComponent):
    """Adds the entity `attribut` to a question about one thing of a cluster; settles its intent.

    The cluster is named, or it is spoken of and a pronoun or the shortness of the message goes
    back to it ("il existe depuis quand ?"). Stands behind `ReferenceResolver`.

    Args:
        attributes: those that there are; of two that fit, the longer phrase wins.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intent must be known."""
        return [IntentClassifier]

    def __init__(self, attributes: Iterable[Attribute]) -> None:
        self._attributes = list(attributes)
        self._pronouns = french_phrases().found("lui")

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> AttributeFinder:
        """See `PlainComponent`; the attributes are those of the project."""
        return cls(read_attributes(ATTRIBUTES))

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Adds the entities to `messages`, in place."""
        context = DialogueContext.of(tracker)
        for message in messages:
            text = message.get(TEXT) or ""
            if intent_of(message) not in intent_kinds().of_attributes or text.startswith("/"):
                continue
            found = self.find(text)
            clusters = _named(message) or self._spoken_of(text, context)
            if found and clusters:
                settle(message, NOT_ON_PAGE)
                kept = [e for e in message.get(ENTITIES, []) if e[ENTITY_ATTRIBUTE_TYPE] != CLUSTER]
                told = [_entity(CLUSTER, slug, text) for slug in clusters]
                asked = {**_entity(ATTRIBUTE, found.name, text), ASKED: found.asked}
                added = self.add_extractor_name([*told, asked])
                message.set(ENTITIES, kept + added, add_to_output=True)
        return messages

    def find(self, text: str) -> Optional[Attribute]:
        """The attribute that the last sentence of `text` asks for; None if it asks for none."""
        folded = fold(_SENTENCE.split(text.strip())[-1])
        best, most = None, 0
        for attribute in self._attributes:
            letters = sum(len(found.group()) for found in attribute.phrases.finditer(folded))
            if letters > most:
                best, most = attribute, letters
        return best

    def _spoken_of(self, text: str, context: DialogueContext) -> List[str]:
        if means_all(text):
            return []
        refers = self._pronouns.search(fold(text)) or len(text.split()) <= FEW_WORDS
        of_cluster = context.last in ("detail_cluster", "hors_sujet", "cluster_par_secteur")
        return list(context.clusters[:2]) if refers and of_cluster else []


def _named(message: Message) -> List[str]:
    return [
        entity[ENTITY_ATTRIBUTE_VALUE]
        for entity in message.get(ENTITIES, [])
        if entity[ENTITY_ATTRIBUTE_TYPE] == CLUSTER
    ]


def _entity(kind: str, value: str, text: str) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: kind,
        ENTITY_ATTRIBUTE_VALUE: value,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(text),
    }
