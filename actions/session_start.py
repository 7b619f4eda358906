"""The first words of a conversation."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted
from rasa_sdk.executor import CollectingDispatcher


class SessionStart(Action):
    """Says that this is an automatic assistant (AI Act, art. 50) and what it can do."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_session_start"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Opens the session and introduces the assistant."""
        dispatcher.utter_message(response="utter_presentation")
        return [SessionStarted(), ActionExecuted("action_listen")]
