"""What a yes, a no or a rank means after the bubble that asked."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.dialogue_context import DialogueContext
from components.dialogue.references import MAX_WORDS, pick
from components.graph import PlainComponent
from components.text.folding import fold
from components.topics.intents import intent_of, settle

YES, NO = "affirmer", "nier"
OTHER = "/autre_chose"
ACKNOWLEDGED = "entendu"  # a yes where nothing was asked, but something was said


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswers(IntentClassifier, PlainComponent):
    """Turns a yes or a no into the intent that the last bubble gives it.

    A wording of `domain.yml` says so in its metadata (`oui: adhesion`, `non: au_revoir`); a yes
    after an answer that asked nothing takes note of it. After a bubble that offers topics, "la
    première" is the first of its buttons and a no the last one, "something else". After an
    answer that counts off points (`points: [...]`), a rank is the point in that place.
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
    text = message.get(TEXT) or ""
    point = pick(text, context.points)
    of_clusters = "cluster" in fold(text)  # "le premier cluster" counts in another list
    if len(point) == 1 and len(text.split()) <= MAX_WORDS and not of_clusters:
        return point[0]
    understood = intent_of(message)
    if context.choices:
        chosen = pick(text, context.choices)
        if len(chosen) == 1:
            return chosen[0].lstrip("/")
        if understood == NO and OTHER in context.choices:
            return OTHER.lstrip("/")
    if understood == YES and not context.yes and not context.asked and context.topic:
        return ACKNOWLEDGED
    return {YES: context.yes, NO: context.no}.get(understood or "", "")
