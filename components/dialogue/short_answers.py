"""What a yes, a no or a rank means after the bubble that asked."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.references import (
    MAX_WORDS,
    counts_elsewhere,
    means_button,
    means_first_mentioned,
    pick,
    pick_beside,
)
from components.graph import PlainComponent
from components.text.exclusions import affirmed
from components.topics.intents import intent_kinds, intent_of, settle

YES, NO = "affirmer", "nier"
OTHER = "/autre_chose"
ACKNOWLEDGED = "entendu"  # a yes where nothing was asked, but something was said
AGAIN = "redire"  # in other words, please: what was said last


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswers(IntentClassifier, PlainComponent):
    """Turns a yes or a no into the intent that the last bubble gives it.

    A wording of `domain.yml` says so in its metadata (`oui: adhesion`, `non: au_revoir`); a yes
    after an answer that asked nothing takes note of it. After a bubble that offers topics, "la
    première" is the first of its buttons and a no the last one, "something else"; "le deuxième
    bouton" is one of those shown. After an answer that counts off points (`points: [...]`), a
    rank, "l’autre", "le suivant" is the point in that place. "Plus simplement" asks again what
    was answered last.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intent must be known."""
        return [IntentClassifier]

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> ShortAnswers:
        """See `PlainComponent`."""
        return cls()

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Sets the intent of `messages`, in place."""
        context = DialogueContext.of(tracker)
        for message in messages:
            intent = _meant(message, context)
            if intent:
                settle(message, intent)
        return messages


def _meant(message: Message, context: DialogueContext) -> str:
    text = affirmed(message.get(TEXT) or "")
    pointed = _point(text, context) or _button(text, context)
    if pointed:
        return pointed
    understood = intent_of(message)
    if understood == AGAIN and context.topic in intent_kinds().questions:
        return context.topic
    if understood == NO and OTHER in context.choices:
        return OTHER.lstrip("/")
    if understood == YES and not context.yes and not context.asked and context.topic:
        return ACKNOWLEDGED
    return {YES: context.yes, NO: context.no}.get(understood or "", "")


def _point(text: str, context: DialogueContext) -> str:
    """The point of an enumeration that a short message points at."""
    if means_first_mentioned(text):
        return ""
    found = pick(text, context.points) or pick_beside(text, context.points, context.topic)
    is_short = len(text.split()) <= MAX_WORDS
    return found[0] if len(found) == 1 and is_short and not counts_elsewhere(text) else ""


def _button(text: str, context: DialogueContext) -> str:
    """The intent of the button that a message points at."""
    shown = context.choices or (context.buttons if means_button(text) else ())
    chosen = pick(text, shown)
    return chosen[0].lstrip("/") if len(chosen) == 1 and "{" not in chosen[0] else ""
