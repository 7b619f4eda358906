"""What to say when the question is not understood for sure."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import buttons_of, entity_values, topic_titles
from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError

PLAUSIBLE = 0.1  # confidence from which a topic is worth offering
OFFERED = 3
OTHER = "/autre_chose"
ONE_CLUSTER = "/detail_cluster"


class NotUnderstood(Action):
    """Offers the nearest topics; with none, says so; the second time running, hands off.

    Clusters that the message names are offered by name, whatever the topics.

    Args:
        catalogue: see `CatalogueAction`; while it does not answer, no name is offered.
    """

    def __init__(self, catalogue: Optional[Catalogue] = None) -> None:
        self._catalogue = catalogue or Catalogue.from_environment()

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
        buttons = _choices(tracker, topic_titles(domain), self._named(tracker))
        if buttons:
            dispatcher.utter_message(response="utter_choix", buttons=buttons)
        else:
            dispatcher.utter_message(response="utter_pas_compris")
        return []

    def _named(self, tracker: Tracker) -> List[Dict[str, str]]:
        slugs = entity_values(tracker, "cluster")
        try:
            return buttons_of(self._catalogue.clusters_named(slugs)) if slugs else []
        except CatalogueUnavailableError:
            return []


def _choices(
    tracker: Tracker, titles: Dict[str, Dict[str, str]], named: List[Dict[str, str]]
) -> List[Dict[str, str]]:
    """The named clusters, the plausible topics and "something else"; none if none is plausible."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    payloads = [f"/{one['name']}" for one in ranking if one["confidence"] >= PLAUSIBLE]
    topics = [
        titles[payload]
        for payload in payloads
        if payload in titles and not (named and payload == ONE_CLUSTER)
    ]
    offered = [*named, *topics][:OFFERED]
    return [*offered, titles[OTHER]] if offered and OTHER in titles else []


def _just_failed(tracker: Tracker) -> bool:
    """Whether the turn before this one ended in not understanding either."""
    actions = [
        event["name"]
        for event in tracker.events
        if event["event"] == "action" and event["name"] != "action_listen"
    ]
    return bool(actions) and actions[-1] == "action_not_understood"
