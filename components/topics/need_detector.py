"""Hears a person in need before anything else is made of the message."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_splitter import PART
from components.graph import PlainComponent
from components.text.language_detector import foreign_language
from components.topics.intents import intent_kinds
from components.topics.question_subject import Subjects
from components.topics.world import project_world


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class NeedDetector(IntentClassifier, PlainComponent):
    """Gives a message of a person in need that intent, though the classifier prefers another.

    To be wrong about it costs little one way and much the other: the threshold is far below
    that of an answer. One part of a message is enough if it is clear, and nothing else of the
    message is answered then; a message that speaks of the page's subjects must be as clear.
    Stands right behind the classifier; the message is alone and settled afterwards.

    Args:
        subjects: finds what the page speaks of.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intents must be ranked."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `intents`: the needs, the gravest first; `least`: the confidence in all of them together
        from which one is heard; `clear`: the one that is asked of a message about clusters or
        pôles; `least_of_part`: of a part of a message, as half a story says little; `milder`:
        how much likelier a milder need must be than the gravest to be taken for it.
        """
        return {
            "intents": [*intent_kinds().needs],
            "least": 0.15,
            "clear": 0.6,
            "least_of_part": 0.9,
            "milder": 5.0,
        }

    def __init__(self, config: Dict[str, Any], subjects: Subjects) -> None:
        self._intents: List[str] = config["intents"]
        self._least = config["least"]
        self._clear = config["clear"]
        self._least_of_part = config["least_of_part"]
        self._milder = config["milder"]
        self._subjects = subjects

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> NeedDetector:
        """See `PlainComponent`."""
        return cls(config, Subjects(project_world().heads()))

    def process(self, messages: List[Message]) -> List[Message]:
        """The messages; the first alone, with its intent settled, if a need is heard in any."""
        needs = {self._need(message) for message in messages}
        need = next((intent for intent in self._intents if intent in needs), None)
        if need is None:
            return messages
        whole = messages[0]
        settled = {INTENT_NAME_KEY: need, PREDICTED_CONFIDENCE_KEY: 1.0}
        whole.set(INTENT, settled, add_to_output=True)
        whole.set(INTENT_RANKING_KEY, [settled], add_to_output=True)
        whole.set(ENTITIES, foreign_language(whole), add_to_output=True)
        return [whole]

    def _need(self, message: Message) -> Optional[str]:
        confidence = dict.fromkeys(self._intents, 0.0)
        for one in message.get(INTENT_RANKING_KEY) or []:
            if one[INTENT_NAME_KEY] in confidence:
                confidence[one[INTENT_NAME_KEY]] = one[PREDICTED_CONFIDENCE_KEY]
        if message.get(PART):
            least = self._least_of_part
        else:
            least = self._clear if self._subjects.are_in(message) else self._least
        if sum(confidence.values()) < least:
            return None
        gravest, *milder = self._intents
        most = self._milder * confidence[gravest]
        return next((one for one in milder if confidence[one] > most), gravest)
