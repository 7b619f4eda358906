"""For a person in need: one human line, and who can help."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.guided_search import leave


class StandBy(Action):
    """Says the line of `domain.yml` for the need, in the visitor's language too; asks nothing.

    A guided search that is under way ends.
    """

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_stand_by"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Utters `utter_danger` or `utter_detresse`, and before it what a foreigner can read."""
        need = _understood(tracker)
        for language in list(tracker.get_latest_entity_values("langue"))[:1]:
            dispatcher.utter_message(response=f"utter_detresse_{language}")
        dispatcher.utter_message(response=f"utter_{need}")
        return leave()


def _understood(tracker: Tracker) -> str:
    """The intent of the last message; a form takes it out of `latest_message`."""
    said = (event for event in reversed(tracker.events) if event["event"] == "user")
    return str(next(event["parse_data"]["intent"]["name"] for event in said))
