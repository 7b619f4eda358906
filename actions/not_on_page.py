"""Says that the page does not say it, and what it does say."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, entity_values, facts_of


class NotOnPage(CatalogueAction):
    """For questions about clusters that the page leaves open: members, budgets, news ..."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_not_on_page"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        named = entity_values(tracker, "cluster")
        clusters = self._catalogue.clusters_named(named) if named else []
        if not clusters:
            dispatcher.utter_message(response="utter_info_absente")
            return
        dispatcher.utter_message(
            response="utter_info_absente_cluster",
            nom=str(clusters[0].name),
            presentation=str(clusters[0].presentation),
            faits=facts_of(clusters[0]),
            lien=str(clusters[0].link),
        )
