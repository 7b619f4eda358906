"""Says who can take part in a cluster, and begins the guided search."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, entity_values
from actions.company import FORM


class CanJoin(CatalogueAction):
    """Gives the conditions of the page; asks on for the trade unless a cluster is spoken of."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_can_join"

    def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Optional[List[Dict[str, Any]]]:
        """See `CatalogueAction`."""
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
