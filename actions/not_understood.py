"""What to say when the question is not understood for sure."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

PLAUSIBLE = 0.1  # confidence from which a topic is worth offering
OFFERED = 3
TITLES = "utter_titres"  # the response of the domain that holds one button a topic
OTHER = "/autre_chose"


class NotUnderstood(Action):
    """Offers the nearest topics; with none, says so; the second time running, hands off."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_not_understood"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Utters one bubble; its buttons carry the titles of `utter_titres`."""
        if _just_failed(tracker):
            dispatcher.utter_message(response="utter_pas_compris_encore")
            return []
        buttons = _choices(tracker, _titles(domain))
        if buttons:
            dispatcher.utter_message(response="utter_choix", buttons=buttons)
        else:
            dispatcher.utter_message(response="utter_pas_compris")
        return []


def _titles(domain: Dict[str, Any]) -> Dict[str, Dict[str, str]]:
    responses = domain.get("responses", {}).get(TITLES) or [{}]
    return {button["payload"]: button for button in responses[0].get("buttons", [])}


def _choices(tracker: Tracker, titles: Dict[str, Dict[str, str]]) -> List[Dict[str, str]]:
    """The buttons of the plausible topics and of "something else"; none if none is plausible."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    plausible = [
        titles[f"/{intent['name']}"]
        for intent in ranking
        if intent["confidence"] >= PLAUSIBLE and f"/{intent['name']}" in titles
    ]
    return [*plausible[:OFFERED], titles[OTHER]] if plausible and OTHER in titles else []


def _just_failed(tracker: Tracker) -> bool:
    """Whether the turn before this one ended in not understanding either."""
    actions = [
        event["name"]
        for event in tracker.events
        if event["event"] == "action" and event["name"] != "action_listen"
    ]
    return bool(actions) and actions[-1] == "action_not_understood"
