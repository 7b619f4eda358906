"""Says that the page does not know an organisation, and what is known of it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, entity_values, facts_of


class UnknownName(CatalogueAction):
    """For a cluster, a pôle or a network that the page does not have."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_unknown_name"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        named = self._catalogue.networks_named(entity_values(tracker, "reseau"))
        if named:
            dispatcher.utter_message(response="utter_autre_reseau", faits=facts_of(named[0]))
        else:
            dispatcher.utter_message(response="utter_nom_inconnu")
