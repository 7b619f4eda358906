"""Lists the clusters, as the page presents them."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, as_list, slugs


class ListClusters(CatalogueAction):
    """How many clusters the catalogue holds, and which."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_list_clusters"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        clusters = self._catalogue.clusters()
        dispatcher.utter_message(
            response="utter_liste_clusters",
            nombre=len(clusters),
            liste=as_list(clusters),
            clusters=slugs(clusters),
        )
