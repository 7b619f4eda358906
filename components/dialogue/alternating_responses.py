"""Chooses among the wordings of a response: in turn, never by chance."""

from __future__ import annotations

import copy
from typing import Any, Dict, Iterator, Optional

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITY_ATTRIBUTE_TYPE, ENTITY_ATTRIBUTE_VALUE
from rasa.utils.endpoints import EndpointConfig

from components.topics.precision_finder import PRECISION, TOPIC


class AlternatingResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's templates, with the wordings of a response used one after the other.

    The first time that a conversation needs a response it gets the first wording, then the
    second, and so on around: nobody reads the same sentence twice running where there are two,
    and the same conversation always reads the same. What `PrecisionFinder` found goes first.

    Args:
        endpoint_config: the `nlg` section of `endpoints.yml`; nothing is read from it.
        domain: holds the responses.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig], domain: Domain) -> None:
        super().__init__(domain.responses)

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
        slots = tracker.current_slot_values()
        wordings = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, slots
        )
        if not wordings:
            return None
        wording = copy.deepcopy(wordings[_times_uttered(utter_action, tracker) % len(wordings)])
        topic = wording.get("metadata", {}).get("topic")
        before = list(_precisions(topic, tracker))
        if before:
            wording["text"] = "\n".join([*before, wording["text"]])
        return self._fill_response(wording, slots, **kwargs)


def _precisions(topic: Optional[str], tracker: DialogueStateTracker) -> Iterator[str]:
    """What goes before an answer on `topic`, if the visitor's question was a precise one."""
    for entity in tracker.latest_message.entities if tracker.latest_message else []:
        if entity.get(ENTITY_ATTRIBUTE_TYPE) == PRECISION and entity.get(TOPIC) == topic:
            yield entity[ENTITY_ATTRIBUTE_VALUE]


def _times_uttered(utter_action: str, tracker: DialogueStateTracker) -> int:
    return sum(
        isinstance(event, BotUttered) and event.metadata.get("utter_action") == utter_action
        for event in tracker.events
    )
