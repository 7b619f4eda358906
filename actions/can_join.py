"""Says who can take part in a cluster, and begins the guided search."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, entity_values
from actions.company import FORM, SEAT


class CanJoin(CatalogueAction):
    """Gives the conditions of the page; asks on for the trade unless a cluster is spoken of."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_can_join"

    def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Optional[List[Dict[str, Any]]]:
        """See `CatalogueAction`."""
        if tracker.active_loop.get("name") and _only_tells_seat(tracker):
            return [SlotSet(SEAT, entity_values(tracker, SEAT)[0])]
        named = self._catalogue.clusters_named(entity_values(tracker, "cluster")[:1])
        if named:
            dispatcher.utter_message(
                response="utter_cluster_pour_moi_nomme",
                nom=str(named[0].name),
                presentation=str(named[0].presentation),
                lien=str(named[0].link),
            )
            return []
        dispatcher.utter_message(response="utter_cluster_pour_moi")
        return [] if tracker.active_loop.get("name") else [FollowupAction(FORM)]


def _only_tells_seat(tracker: Tracker) -> bool:
    """Whether the message says where the company is, and asks nothing."""
    return bool(entity_values(tracker, SEAT)) and "?" not in (tracker.latest_message["text"] or "")
