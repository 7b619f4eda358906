"""Decides what a message asks: one question or several; in French, or in another language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Dict, List, Set, Type

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
    INTENT,
    INTENT_RANKING_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.question_parts import can_stand, is_echo, is_introduction, is_refused
from components.dialogue.question_splitter import DIVISION, PART, REST
from components.dialogue.short_answers import NO, YES
from components.graph import PlainComponent
from components.text.language_detector import foreign_language
from components.topics.example_metadata import LANGUAGE
from components.topics.intents import confidence_of, intent_kinds, intent_of, settle

QUESTION = "question"  # an entity for each part: its value is an intent
SEVERAL = "plusieurs_questions"
FOREIGN = "autre_langue"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionMerger(EntityExtractorMixin, PlainComponent):
    """Gives a message with several questions, or in another language, an intent of its own.

    Its entities `question` then say, in order, which topics are asked; each holds the entities
    of its part. Several questions are answered only if all parts are understood for sure, and
    ask for different things: a sentence that introduces a question is no question. Of "pas la
    liste, juste le nombre" the second part is the question; of "ok. c’est cher ?", what follows
    the little word.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intents must be known."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `sure`: the confidence that all parts must have; `least`: that of what follows a little
        word, when the whole is no question.
        """
        return {"sure": 0.7, "least": 0.5}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._sure = config["sure"]
        self._least = config["least"]

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """The whole message alone, with what it asks."""
        whole = messages[0]
        divided = list(_divided(messages))
        left = next((message for message in messages if message.get(PART) == REST), None)
        language = foreign_language(whole)
        if not language and self._is_put_right(whole, divided):
            return [whole]
        questions = self._questions(whole, divided)
        if questions:
            self._ask(whole, FOREIGN if language else SEVERAL, questions, language)
        elif left is not None and self._is_meant(whole, left, DialogueContext.of(tracker)):
            _take(whole, left)
            if foreign_language(left):
                self._ask(whole, FOREIGN, [left], foreign_language(left))
        elif language and intent_of(whole) in intent_kinds().said_abroad:
            self._ask(whole, FOREIGN, [whole], language)
        return [whole]

    def _questions(self, whole: Message, divided: List[List[Message]]) -> List[Message]:
        """The parts of the division that asks for most, the surest of these."""
        sure = [parts for parts in divided if self._are_questions(whole, parts)]
        return max(sure, key=lambda parts: (len(parts), _least_confidence(parts)), default=[])

    def _is_meant(self, whole: Message, left: Message, context: DialogueContext) -> bool:
        """Whether what follows a little word is the message."""
        kinds = intent_kinds()
        understood = intent_of(whole)
        if understood in kinds.questions or (context.asked and understood in (YES, NO)):
            return False
        is_bare = can_stand(left.get(TEXT)) or confidence_of(left) >= self._sure
        return (
            intent_of(left) in kinds.questions | kinds.refused
            and intent_of(left) != understood
            and confidence_of(left) >= self._least
            and is_bare
            and (understood in kinds.little or confidence_of(left) > confidence_of(whole))
        )

    def _is_put_right(self, whole: Message, divided: List[List[Message]]) -> bool:
        """Takes the second part of "pas X, Y" for the message, if there is one."""
        for first, second in (parts for parts in divided if len(parts) == 2):
            is_meant = is_refused(first.get(TEXT)) and not is_refused(second.get(TEXT))
            if (
                is_meant
                and intent_of(second) in intent_kinds().questions
                and confidence_of(second) >= self._sure
            ):
                _take(whole, second)
                return True
        return False

    def _are_questions(self, whole: Message, parts: List[Message]) -> bool:
        asked = {intent_of(part) for part in parts}
        return bool(
            len(asked) == len(parts)
            and not self._is_refused(whole, asked)
            and asked <= intent_kinds().questions
            and not any(intent_kinds().are_alike({*pair}) for pair in combinations(asked, 2))
            and (foreign_language(whole) or all(can_stand(part.get(TEXT)) for part in parts))
            and not is_introduction(parts[0].get(TEXT))
            and not any(is_echo(part.get(TEXT)) for part in parts[1:])
            and not (_names_cluster(parts[0]) and intent_of(parts[1]) == "definition")
            and _least_confidence(parts) >= self._sure
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


def _divided(messages: List[Message]) -> Iterator[List[Message]]:
    """The parts of each division."""
    numbers = dict.fromkeys(m.get(DIVISION) for m in messages if m.get(DIVISION) is not None)
    for number in numbers:
        yield [message for message in messages if message.get(DIVISION) == number]


def _take(whole: Message, part: Message) -> None:
    """Understands `whole` as its `part`."""
    whole.set(INTENT, part.get(INTENT), add_to_output=True)
    whole.set(INTENT_RANKING_KEY, part.get(INTENT_RANKING_KEY, []), add_to_output=True)
    whole.set(ENTITIES, part.get(ENTITIES, []), add_to_output=True)


def _least_confidence(messages: Any) -> float:
    return min(confidence_of(message) for message in messages)


def _names_cluster(message: Message) -> bool:
    return any(e[ENTITY_ATTRIBUTE_TYPE] == "cluster" for e in message.get(ENTITIES, []))


def _hand_on_cluster(parts: List[Message]) -> None:
    """The cluster that one part names is the one of the next ("and who runs it?")."""
    for first, second in zip(parts, parts[1:]):
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
