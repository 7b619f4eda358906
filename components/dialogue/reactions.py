"""What a message of signs alone means: a thumb is a yes, folded hands are thanks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, List, Mapping, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.content import read_content
from components.dialogue.dialogue_context import DialogueContext
from components.graph import PlainComponent

SIGNS = Path(__file__).resolve().parents[2] / "data" / "emojis.yml"
HELLO, GOODBYE = "saluer", "au_revoir"
NOTED, UNREADABLE = "entendu", "message_vide"
_WRITTEN = re.compile(r"[^\W_]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Reactions(IntentClassifier, PlainComponent):
    """Gives a message without a word the intent of its first sign that `data/emojis.yml` knows.

    A hand that waves says hello first and goodbye later. Stands before `ShortAnswers`, which
    then gives a yes and a no the sense that the last bubble asks for.

    Args:
        meanings: signs to intents.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The classifier would have its say afterwards."""
        return [IntentClassifier]

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self._meanings = meanings

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> Reactions:
        """See `PlainComponent`."""
        return cls(read_meanings(SIGNS))

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Sets the intent of `messages`, in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not _WRITTEN.search(text):
                settled = {
                    INTENT_NAME_KEY: self._meant(text, bool(DialogueContext.of(tracker).last)),
                    PREDICTED_CONFIDENCE_KEY: 1.0,
                }
                message.set(INTENT, settled, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [settled], add_to_output=True)
        return messages

    def _meant(self, text: str, under_way: bool) -> str:
        known = (self._meanings[sign] for sign in text if sign in self._meanings)
        meant = next(known, NOTED if under_way else UNREADABLE)
        if meant in (HELLO, NOTED):
            return {HELLO: GOODBYE, NOTED: NOTED}[meant] if under_way else HELLO
        return meant


def read_meanings(path: Path) -> Dict[str, str]:
    """The intents by sign of a file that lists the signs by intent."""
    return {sign: intent for intent, signs in read_content(path).items() for sign in signs}
