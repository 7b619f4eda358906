"""Lists the clusters, as the page presents them, or those that are left."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, as_list, entity_values, slugs


class ListClusters(CatalogueAction):
    """How many clusters the catalogue holds, and which; "all but TWEED" leaves that one out."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_list_clusters"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        clusters = self._catalogue.clusters()
        spared = entity_values(tracker, "sauf")
        left = [cluster for cluster in clusters if cluster.slug not in spared]
        if left and len(left) < len(clusters):
            dispatcher.utter_message(
                response="utter_autres_clusters", liste=as_list(left), clusters=slugs(left)
            )
            return
        dispatcher.utter_message(
            response="utter_liste_clusters",
            nombre=len(clusters),
            liste=as_list(clusters),
            clusters=slugs(clusters),
        )
