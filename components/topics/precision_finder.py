"""Finds the first sentence of the answer to a precise question: yes, no, or not on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
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
from components.features.lexical_featurizer import understood_text
from components.graph import PlainComponent
from components.text.folding import fold
from components.text.phrases import Phrases, alternation, french_phrases
from components.topics.intents import intent_of

PRECISIONS = Path(__file__).resolve().parents[2] / "data" / "precisions.yml"
PRECISION = "precision"  # an entity: its value is the sentence
TOPIC = "sujet"  # of that entity: the topic whose answer the sentence goes before
QUESTION = "question"


@dataclass(frozen=True)
class Precision:
    """What is said first to one precise question.

    Attributes:
        sentence: that is said.
        topics: the answers that it may go before.
        phrases: what shows, in a folded message on one of these topics, that this is asked.
    """

    sentence: str
    topics: Sequence[str]
    phrases: re.Pattern[str]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Precision:
        """The precision of an entry of `data/precisions.yml`."""
        pattern = re.compile(rf"(?<!\w){alternation(map(str, told['mots']))}(?!\w)")
        return cls(told["reponse"], told["sujets"], pattern)


class Precisions:
    """Chooses the precision that a message asks for.

    Args:
        precisions: those there are; of two that fit as well the first is chosen.
        phrases: the turns of phrase that take what follows them back ("sans parler d’argent").
    """

    def __init__(self, precisions: Iterable[Precision], phrases: Phrases) -> None:
        self._precisions = list(precisions)
        self._taken_back = re.compile(rf"\b{phrases.any_of('retire')} (?:\S+ ){{0,2}}$")

    def sentence(self, text: str, topic: str) -> Optional[str]:
        """What goes before the answer on `topic`; None where nothing precise is asked.

        The one with the most letters of the message on its side, so that a long phrase outdoes a
        word that happens to stand in it.
        """
        folded = fold(text)
        best, most = None, 0
        for precision in self._precisions:
            if topic in precision.topics:
                letters = sum(len(found) for found in self._found(precision, folded))
                if letters > most:
                    best, most = precision.sentence, letters
        return best

    def _found(self, precision: Precision, folded: str) -> Iterator[str]:
        for found in precision.phrases.finditer(folded):
            if not self._taken_back.search(folded[: found.start()]):
                yield found.group()


def read_precisions(path: Path) -> List[Precision]:
    """Those of a file; `ContentError` names the line and the field that are wrong."""
    fields = {"reponse": str, "sujets": list, "mots": list}
    return [Precision.read(entry) for entry in read_entries(path, fields)]


# Registered among the extractors because these are the components that training leaves out.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PrecisionFinder(EntityExtractorMixin, PlainComponent):
    """Adds the entity `precision`: the sentence that goes before the answer to the message.

    One for each question of a message that asks several; looked for in what was typed, then in
    the words as they were mended. `AlternatingResponses` says it. Stands behind the components
    that settle what is asked.

    Args:
        precisions: chooses the sentence.
    """

    def __init__(self, precisions: Precisions) -> None:
        self._precisions = precisions

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> PrecisionFinder:
        """See `PlainComponent`; the sentences are those of the project."""
        return cls(Precisions(read_precisions(PRECISIONS), french_phrases()))

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the entities to `messages`, in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                found = self.add_extractor_name(list(self._entities(message, text)))
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _entities(self, message: Message, text: str) -> Iterator[Dict[str, Any]]:
        readings = (text, understood_text(message))
        for topic in _topics(message):
            found = (self._precisions.sentence(reading, topic) for reading in readings)
            sentence = next(filter(None, found), None)
            if sentence:
                yield {
                    ENTITY_ATTRIBUTE_TYPE: PRECISION,
                    ENTITY_ATTRIBUTE_VALUE: sentence,
                    TOPIC: topic,
                    ENTITY_ATTRIBUTE_START: 0,
                    ENTITY_ATTRIBUTE_END: len(text),
                }


def _topics(message: Message) -> List[str]:
    """What the message asks: its intent, or the questions that it falls into."""
    asked = [
        entity[ENTITY_ATTRIBUTE_VALUE]
        for entity in message.get(ENTITIES, [])
        if entity[ENTITY_ATTRIBUTE_TYPE] == QUESTION
    ]
    return asked or [intent_of(message)]
