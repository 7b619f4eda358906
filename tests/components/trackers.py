"""Conversations for the tests of components: what was said so far, as Rasa keeps it."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import create_bot_utterance
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker


def said(intent: str, *clusters: str) -> UserUttered:
    """A message of the visitor, with the clusters that it names."""
    entities = [{"entity": "cluster", "value": slug} for slug in clusters]
    return UserUttered("…", intent={"name": intent}, entities=entities)


def answered(topic: str, *clusters: str, buttons: Any = None, **metadata: Any) -> Event:
    """A bubble of the assistant."""
    return create_bot_utterance(
        {
            "text": "…",
            "utter_action": f"utter_{topic}",
            "metadata": {"topic": topic, **metadata},
            "clusters": list(clusters),
            "buttons": buttons,
        }
    )


def asking(slot: str) -> list[Event]:
    """The guided search has just asked for `slot`."""
    return [ActiveLoop("un_cluster_pour_vous"), SlotSet("requested_slot", slot)]


def tracker(*events: Event) -> DialogueStateTracker:
    """The conversation in which `events` happened."""
    slots = [TextSlot("requested_slot", mappings=[{}])]
    return DialogueStateTracker.from_events("s", list(events), slots, domain=Domain.empty())
