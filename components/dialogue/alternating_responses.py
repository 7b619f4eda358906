"""Chooses among the wordings of a response: in turn, never by chance, none twice."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Dict, FrozenSet, Iterator, List, Optional, Set

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE, ENTITY_ATTRIBUTE_VALUE
from rasa.utils.endpoints import EndpointConfig

from components.text.phrases import french_phrases
from components.topics.intents import intent_kinds
from components.topics.precision_finder import PRECISION, TOPIC

SAID_ALL = "utter_deja_dit"  # what is said when every wording of an answer has been
MOST_BUTTONS = 3  # under one bubble, of those that lead on


class AlternatingResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's templates, with the wordings of a response used one after the other.

    A conversation gets the first wording, then the second, and so on around, so that the same
    conversation always reads the same. A wording that already stands in it, word for word, is
    passed over; when all of an answer's do, `utter_deja_dit` hands on to a person. What
    `PrecisionFinder` found goes first. Of the buttons that lead on to a topic, the first three
    remain that the conversation has not been through.

    Args:
        endpoint_config: the `nlg` section of `endpoints.yml`; nothing is read from it.
        domain: holds the responses.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig], domain: Domain) -> None:
        super().__init__(domain.responses)
        self._numbers = french_phrases().listed("en_lettres")

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Optional[Dict[str, Any]]:
        """The next wording of `utter_action`, with its variables filled."""
        if utter_action not in self.responses:
            return None
        bubbles = _of_this_session(tracker)
        filled = {name: self._in_letters(value) for name, value in kwargs.items()}
        wordings = self._wordings(utter_action, tracker, output_channel, filled)
        if not wordings:
            return None
        wording = _next(wordings, _times_uttered(utter_action, bubbles), bubbles)
        topic = wording.get("metadata", {}).get("topic")
        before = list(_precisions({topic, utter_action.partition("_")[2]}, tracker))
        if not before and topic in intent_kinds().said_once and wording["text"] in _texts(bubbles):
            said = self._wordings(SAID_ALL, tracker, output_channel, filled)
            if said:
                again = _next(said, _times_uttered(utter_action, bubbles), bubbles)
                wording = {**wording, "text": again["text"]}
        if before:
            wording["text"] = "\n".join([*before, wording["text"]])
        if wording.get("buttons"):
            wording["buttons"] = _leading_on(wording["buttons"], topic, bubbles, tracker)
        return wording

    def _wordings(
        self, utter_action: str, tracker: DialogueStateTracker, channel: str, filled: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Those that fit the slots, their variables filled, in the order of the file."""
        slots = tracker.current_slot_values()
        found = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, channel, slots
        )
        return [self._fill_response(copy.deepcopy(one), slots, **filled) for one in found]

    def _in_letters(self, value: Any) -> Any:
        """A small number as it is written in running text."""
        if isinstance(value, int) and 0 <= value < len(self._numbers):
            return self._numbers[value]
        return value


def _of_this_session(tracker: DialogueStateTracker) -> List[BotUttered]:
    bubbles: List[BotUttered] = []
    for event in tracker.events:
        if isinstance(event, SessionStarted):
            bubbles.clear()
        if isinstance(event, BotUttered):
            bubbles.append(event)
    return bubbles


def _texts(bubbles: Sequence[BotUttered]) -> FrozenSet[str]:
    """What was said, and what was said behind a first sentence."""
    texts = [bubble.text or "" for bubble in bubbles]
    return frozenset([*texts, *(text.partition("\n")[2] for text in texts)])


def _next(
    wordings: List[Dict[str, Any]], times: int, bubbles: Sequence[BotUttered]
) -> Dict[str, Any]:
    """The wording whose turn it is; if it was said word for word, the next that was not."""
    turn = times % len(wordings)
    said = _texts(bubbles)
    in_turn = wordings[turn:] + wordings[:turn]
    return next((one for one in in_turn if one["text"] not in said), in_turn[0])


def _precisions(topics: Set[Optional[str]], tracker: DialogueStateTracker) -> Iterator[str]:
    """What goes before an answer on one of `topics`, if the question was a precise one."""
    for entity in tracker.latest_message.entities if tracker.latest_message else []:
        if entity.get(ENTITY_ATTRIBUTE_TYPE) == PRECISION and entity.get(TOPIC) in topics:
            yield entity[ENTITY_ATTRIBUTE_VALUE]


def _leading_on(
    buttons: List[Dict[str, Any]],
    topic: Optional[str],
    bubbles: Sequence[BotUttered],
    tracker: DialogueStateTracker,
) -> List[Dict[str, Any]]:
    """The buttons without those that ask what has been answered; all that ask something else."""
    answered = {(bubble.metadata.get("metadata") or {}).get("topic") for bubble in bubbles}
    typed = {event.intent_name for event in tracker.events if isinstance(event, UserUttered)}
    questions = {f"/{intent}" for intent in intent_kinds().questions}
    been_through = {f"/{one}" for one in (answered | typed | {topic}) if one} & questions
    if not all(button["payload"] in questions for button in buttons):
        return buttons
    return [button for button in buttons if button["payload"] not in been_through][:MOST_BUTTONS]


def _times_uttered(utter_action: str, bubbles: Sequence[BotUttered]) -> int:
    return sum(bubble.metadata.get("utter_action") == utter_action for bubble in bubbles)
