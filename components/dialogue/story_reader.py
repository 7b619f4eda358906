"""Finds the question behind a story."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_parts import asks, tells_of_oneself
from components.dialogue.question_splitter import CLAUSE, PART
from components.entities.trade_extractor import TRADE_TOLD
from components.graph import PlainComponent
from components.topics.intents import confidence_of, intent_kinds, intent_of
from components.topics.question_subject import Subjects
from components.topics.world import project_world

TRADE, CLUSTER = "metier", "cluster"
BY_TRADE = "cluster_par_secteur"


# Registered among the extractors because these are the components that training leaves out.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class StoryReader(PlainComponent):
    """Understands a long message by the clause that asks, the last one first.

    The encoder sees the ends of a long text alone, and what is told there pulls the topic away.
    Trade and name are taken from wherever they stand. A message that speaks of nothing of the
    page is left as it is, and so is one that is understood as a whole. Stands before
    `QuestionMerger`, and takes the clauses away.

    Args:
        subjects: finds what the page speaks of.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The intents must be known."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `sure`: the confidence from which a short message is understood as a whole; `least`:
        what a clause that asks must have; `untold`: one that does not ask; `unnamed`: a question
        behind a preamble that names no subject of the page.
        """
        return {"sure": 0.7, "least": 0.6, "untold": 0.8, "unnamed": 0.9}

    def __init__(self, config: Dict[str, Any], subjects: Subjects) -> None:
        self._sure = config["sure"]
        self._least = config["least"]
        self._untold = config["untold"]
        self._unnamed = config["unnamed"]
        self._subjects = subjects

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> StoryReader:
        """See `PlainComponent`."""
        return cls(config, Subjects(project_world().heads()))

    def process(self, messages: List[Message]) -> List[Message]:
        """The messages without the clauses; the first with the intent of the one that asks."""
        whole = messages[0]
        clauses = [message for message in messages if message.get(PART) == CLAUSE]
        others = [message for message in messages if message.get(PART) != CLAUSE]
        if not clauses or not self._is_of_page(whole, clauses) or self._is_plain(whole, clauses):
            return others
        asked = self._asked(clauses)
        if asked is None:
            return others
        whole.set(INTENT, asked.get(INTENT), add_to_output=True)
        whole.set(ENTITIES, _entities(whole, asked, clauses), add_to_output=True)
        return [whole]

    def _is_of_page(self, whole: Message, clauses: List[Message]) -> bool:
        """Whether the message names a subject of the page, or surely asks about one."""
        surely = [
            intent_of(clause) in intent_kinds().questions and confidence_of(clause) >= self._unnamed
            for clause in clauses
        ]
        return self._subjects.are_in(whole) or surely == [True]

    def _is_plain(self, whole: Message, clauses: List[Message]) -> bool:
        """Whether a question with a preamble is understood as a whole."""
        return (
            len(clauses) == 1
            and intent_of(whole) in intent_kinds().questions
            and confidence_of(whole) >= self._sure
        )

    def _asked(self, clauses: List[Message]) -> Optional[Message]:
        likely = [
            clause
            for clause in clauses
            if intent_of(clause) in intent_kinds().questions
            and confidence_of(clause) >= (self._least if asks(clause.get(TEXT)) else self._untold)
        ]
        for kind in (
            [one for one in likely if asks(one.get(TEXT)) and self._subjects.are_in(one)],
            [one for one in likely if asks(one.get(TEXT))],
            [one for one in likely if self._subjects.are_in(one)],
        ):
            if kind:
                return kind[-1]
        return None


def _entities(whole: Message, asked: Message, clauses: List[Message]) -> List[Dict[str, Any]]:
    """Those of the clause that asks; what it leaves open, from the rest of the message."""
    found = list(asked.get(ENTITIES, []))
    kinds = {entity[ENTITY_ATTRIBUTE_TYPE] for entity in found}
    rest = [one for one in whole.get(ENTITIES, []) if one[ENTITY_ATTRIBUTE_TYPE] not in kinds]
    if intent_of(asked) != BY_TRADE:
        return found + [one for one in rest if one[ENTITY_ATTRIBUTE_TYPE] != TRADE]
    fits = any(one.get("clusters") for one in found if one[ENTITY_ATTRIBUTE_TYPE] == TRADE)
    told = [] if fits else _trade_told(clauses)
    kept = [one for one in found if not (told and one[ENTITY_ATTRIBUTE_TYPE] == TRADE)]
    return kept + told + [one for one in rest if one[ENTITY_ATTRIBUTE_TYPE] not in (TRADE, CLUSTER)]


def _trade_told(clauses: List[Message]) -> List[Dict[str, Any]]:
    """The trade that is told most surely, first of all of the visitor."""
    told = [clause for clause in clauses if clause.get(TRADE_TOLD)]
    of_oneself = [clause for clause in told if tells_of_oneself(clause.get(TEXT))]
    best = max(of_oneself or told, key=lambda clause: clause.get(TRADE_TOLD)[0], default=None)
    return list(best.get(TRADE_TOLD)[1]) if best else []
