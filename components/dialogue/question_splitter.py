"""Has the parts of a message understood beside the whole of it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_parts import clauses, divisions
from components.graph import PlainComponent

PART = "part_of_question"  # on a part: 1 or 2 of a division, or a clause
CLAUSE = 3


# Registered among the extractors because these are the components that training leaves out.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionSplitter(PlainComponent):
    """Puts the parts of a message behind it, two for each way to divide it, and its clauses.

    The components after this one understand them as they do the message; `StoryReader` and
    `QuestionMerger`, at the end, decide and take them away again. Stands first in the pipeline.
    """

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> QuestionSplitter:
        """See `PlainComponent`."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """The message with its parts behind it; what a button says is never divided."""
        text = messages[0].get(TEXT) if messages else None
        if not text or text.startswith("/"):
            return messages
        pairs = [
            Message({TEXT: part, PART: place})
            for pair in divisions(text)
            for place, part in enumerate(pair, start=1)
        ]
        return messages + pairs + [Message({TEXT: one, PART: CLAUSE}) for one in clauses(text)]
