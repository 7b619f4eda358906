"""Decides what a message asks: one question, or two; in French, or in another language."""

from __future__ import annotations

from typing import Any, Dict, List, Set, Type

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
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_parts import can_stand, is_echo, is_introduction, is_refused
from components.dialogue.question_splitter import PART
from components.graph import PlainComponent
from components.text.language_detector import foreign_language
from components.topics.example_metadata import LANGUAGE
from components.topics.intents import confidence_of, intent_kinds, intent_of, settle

QUESTION = "question"  # an entity for each part: its value is an intent
SEVERAL = "plusieurs_questions"
FOREIGN = "autre_langue"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionMerger(EntityExtractorMixin, PlainComponent):
    """Gives a message with two questions, or in another language, an intent of its own.

    Its entities `question` then say, in order, which topics are asked; each holds the entities
    of its part. Two questions are answered only if both parts are understood for sure, and ask
    for different things: a sentence that introduces a question is no question. Of "pas la
    liste, juste le nombre" the second part is the question.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intents must be known."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration: `sure`, the confidence both parts must have."""
        return {"sure": 0.7}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._sure = config["sure"]

    def process(self, messages: List[Message]) -> List[Message]:
        """The whole message alone, with what it asks."""
        whole = messages[0]
        parts = [message for message in messages if message.get(PART) in (1, 2)]
        pairs = list(zip(parts[::2], parts[1::2]))
        language = foreign_language(whole)
        if not language and self._is_put_right(whole, pairs):
            return [whole]
        pair = self._questions(whole, pairs)
        if pair:
            self._ask(whole, FOREIGN if language else SEVERAL, pair, language)
        elif language and intent_of(whole) in intent_kinds().questions:
            self._ask(whole, FOREIGN, [whole], language)
        return [whole]

    def _questions(self, whole: Message, pairs: List[Any]) -> List[Message]:
        sure = [pair for pair in pairs if self._is_two(whole, *pair)]
        return list(max(sure, key=_least_confidence)) if sure else []

    def _is_put_right(self, whole: Message, pairs: List[Any]) -> bool:
        """Takes the second part of "pas X, Y" for the message, if there is one."""
        for first, second in pairs:
            is_meant = is_refused(first.get(TEXT)) and not is_refused(second.get(TEXT))
            if (
                is_meant
                and intent_of(second) in intent_kinds().questions
                and confidence_of(second) >= self._sure
            ):
                whole.set(INTENT, second.get(INTENT), add_to_output=True)
                whole.set(ENTITIES, second.get(ENTITIES, []), add_to_output=True)
                return True
        return False

    def _is_two(self, whole: Message, first: Message, second: Message) -> bool:
        asked = {intent_of(first), intent_of(second)}
        return bool(
            len(asked) == 2
            and not self._is_refused(whole, asked)
            and asked <= intent_kinds().questions
            and not intent_kinds().are_alike(asked)
            and (
                foreign_language(whole) or all(can_stand(one.get(TEXT)) for one in (first, second))
            )
            and not is_introduction(first.get(TEXT))
            and not is_echo(second.get(TEXT))
            and not (_names_cluster(first) and intent_of(second) == "definition")
            and _least_confidence((first, second)) >= self._sure
        )

    def _is_refused(self, whole: Message, asked: Set[str]) -> bool:
        """Whether the whole message is out of scope, and this not for one of its parts."""
        surely = confidence_of(whole) >= self._sure
        # Its parts resemble topics by a stray word.
        return intent_of(whole) in intent_kinds().refused and (
            surely or intent_of(whole) not in asked
        )

    def _ask(
        self, whole: Message, intent: str, parts: List[Message], language: List[Dict[str, Any]]
    ) -> None:
        _hand_on_cluster(parts)
        questions = self.add_extractor_name([_question(whole, part) for part in parts])
        told = [
            entity
            for part in parts
            for entity in part.get(ENTITIES, [])
            if entity[ENTITY_ATTRIBUTE_TYPE] != LANGUAGE
        ]
        settle(whole, intent, _least_confidence(parts))
        whole.set(ENTITIES, [*language, *questions, *told], add_to_output=True)


def _least_confidence(messages: Any) -> float:
    return min(confidence_of(message) for message in messages)


def _names_cluster(message: Message) -> bool:
    return any(e[ENTITY_ATTRIBUTE_TYPE] == "cluster" for e in message.get(ENTITIES, []))


def _hand_on_cluster(parts: List[Message]) -> None:
    """The cluster that the first part names is the one of the second ("and who runs it?")."""
    if len(parts) < 2:
        return
    first, second = parts
    named = [e for e in first.get(ENTITIES, []) if e[ENTITY_ATTRIBUTE_TYPE] == "cluster"]
    if not _names_cluster(second):
        second.set(ENTITIES, [*second.get(ENTITIES, []), *named])


def _question(whole: Message, part: Message) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: QUESTION,
        ENTITY_ATTRIBUTE_VALUE: intent_of(part),
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(whole.get(TEXT)),
        "entities": part.get(ENTITIES, []),
    }
