"""Recognises where a company is established, or means to be."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from components.content import read_content
from components.dialogue.dialogue_context import DialogueContext
from components.entities.place_index import PLACES, PlaceIndex
from components.graph import PlainComponent
from components.text.folding import fold, words
from components.text.phrases import Phrases, french_phrases
from components.topics.intents import intent_kinds, intent_of, settle

SEAT, PROJECT = "siege", "projet"
HOME = "wallonie"
CAN_JOIN = "cluster_pour_moi"  # with a place, the answer to where the company is
TELLS_PLACE = frozenset({CAN_JOIN, "cluster_par_secteur", "affirmer", "nier"})
UNCLEAR = frozenset({"nlu_fallback", "hors_sujet", "a_preciser", "ne_sait_pas"})
FEW_WORDS = 4  # of a message that only names a place
COUNTRY = "belgique_entiere"  # names of Belgium itself: everything here is Belgian


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(EntityExtractorMixin, PlainComponent):
    """Sets `siege` (wallonie, belgique, etranger) or `projet` (oui) from the places named.

    A place counts when the guided search has just asked for one, or when the words before it
    say that a company is there. "S’implanter à Liège" is a project, not a seat.
    """

    def __init__(self, index: PlaceIndex, phrases: Phrases) -> None:
        self._index = index
        self._prepositions = phrases.words("avant_lieu")
        self._company = re.compile(rf"\b{phrases.any_of('entreprises')}\W+(?:\w+\W+){{0,2}}$")
        self._plan = phrases.found("projets")
        self._there = phrases.found("etre_la")
        # Everyday questions about the Region itself tell no seat unless it was asked for.
        self._of_the_region = re.compile(phrases.any_of("de_la_region"))

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> PlaceExtractor:
        """See `PlainComponent`."""
        return cls(PlaceIndex(read_content(PLACES)), french_phrases())

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        """Adds the entities to `messages`, in place."""
        context = DialogueContext.of(tracker)
        asked = context.asked
        of_company = context.topic in intent_kinds().of_company
        for message in messages:
            entities = self.add_extractor_name(list(self._entities(message.get(TEXT), asked)))
            if entities and intent_of(message) not in TELLS_PLACE:
                self._take_for_answer(message, asked, of_company)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _take_for_answer(self, message: Message, asked: str, of_company: bool) -> None:
        """A place told of a company answers, whatever else its name resembles ("Herstal").

        Where it was not asked for, the message must say nothing else ("à Namur").
        """
        text = message.get(TEXT) or ""
        if asked in (SEAT, PROJECT):
            answers = len(words(text)) <= FEW_WORDS or intent_of(message) in UNCLEAR
        else:
            answers = of_company and self._says_no_more(text)
        if answers:
            settle(message, CAN_JOIN)

    def _says_no_more(self, text: str) -> bool:
        """Whether `text` is a place, where a company is, and nothing else."""
        left = fold(text)
        for place in reversed(list(self._index.find(left))):
            left = left[: place.start] + left[place.end :]
        return self._prepositions.issuperset(words(self._there.sub(" ", left)))

    def _entities(self, text: str | None, asked: str) -> Iterator[Dict[str, Any]]:
        folded = fold(text or "")
        told = set()
        for place in self._index.find(folded):
            before, name = folded[: place.start], folded[place.start : place.end]
            if not self._is_told(before, name, asked):
                continue
            is_there = bool(self._there.search(before))  # "pardon, c’est à Mons"
            is_asked = asked == PROJECT and not is_there
            planned = place.where == HOME and (is_asked or bool(self._plan.search(before)))
            kind = PROJECT if planned else SEAT
            if kind not in told:
                told.add(kind)
                yield _entity(kind, "oui" if planned else _seat(place.where), len(text or ""))

    def _is_told(self, before: str, name: str, asked: str) -> bool:
        if asked in (SEAT, PROJECT) or self._company.search(before):
            return True
        previous = words(before)[-1:]
        is_placed = not previous or previous[0] in self._prepositions
        return is_placed and not self._of_the_region.match(name)


def _seat(where: str) -> str:
    return "belgique" if where == COUNTRY else where


def _entity(kind: str, value: str, length: int) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: kind,
        ENTITY_ATTRIBUTE_VALUE: value,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: length,
    }
