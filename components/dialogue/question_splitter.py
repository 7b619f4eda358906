"""Has the parts of a message understood beside the whole of it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_parts import clauses, divisions, rest, several
from components.graph import PlainComponent

PART = "part_of_question"  # on a part: its place in a division from 1 on, or one of these
CLAUSE = -1
REST = -2
DIVISION = "division"  # on a part of a division: which one


# Registered among the extractors because these are the components that training leaves out.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionSplitter(PlainComponent):
    """Puts the parts of a message behind it.

    They are what follows its little words ("ok. c’est cher ?"), the parts of each way to divide
    it, and its clauses. The components after this one understand them as they do the message;
    `StoryReader` and `QuestionMerger`, at the end, decide and take them away again. Stands first
    in the pipeline.
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
        left = rest(text)
        divided = [*divisions(text), *filter(None, [several(text)])]
        parts = [
            Message({TEXT: part, PART: place, DIVISION: number})
            for number, division in enumerate(divided)
            for place, part in enumerate(division, start=1)
        ]
        return [
            *messages,
            *([Message({TEXT: left, PART: REST})] if left else []),
            *parts,
            *(Message({TEXT: one, PART: CLAUSE}) for one in clauses(text)),
        ]
