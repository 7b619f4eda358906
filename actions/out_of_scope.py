"""Says that the page does not speak of that."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class OutOfScope(Action):
    """Names what was asked about if it is an ordinary thing: being refused is being understood."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_out_of_scope"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Utters one bubble."""
        entities = tracker.latest_message.get("entities") or []
        found = next((entity for entity in entities if entity["entity"] == "objet"), None)
        if found:
            dispatcher.utter_message(response="utter_hors_sujet_objet", objet=found["de_objet"])
        else:
            dispatcher.utter_message(response="utter_hors_sujet")
        return []
