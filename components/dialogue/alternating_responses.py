"""Chooses among the wordings of a response: in turn, never by chance."""

from __future__ import annotations

import copy
from typing import Any, Dict, Optional

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class AlternatingResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's templates, with the wordings of a response used one after the other.

    The first time that a conversation needs a response it gets the first wording, then the
    second, and so on around: nobody reads the same sentence twice running where there are two,
    and the same conversation always reads the same.

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
        wording = wordings[_times_uttered(utter_action, tracker) % len(wordings)]
        return self._fill_response(copy.deepcopy(wording), slots, **kwargs)


def _times_uttered(utter_action: str, tracker: DialogueStateTracker) -> int:
    return sum(
        isinstance(event, BotUttered) and event.metadata.get("utter_action") == utter_action
        for event in tracker.events
    )
