"""Says what a pôle de compétitivité is, and which one a named pôle is."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, entity_values


class DefinePole(CatalogueAction):
    """Introduces the pôle named in the message, if any, then says what pôles are."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_define_pole"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        named = entity_values(tracker, "pole")
        for pole in self._catalogue.poles_named(named)[:1] if named else []:
            dispatcher.utter_message(
                response="utter_detail_pole",
                nom=str(pole.name),
                presentation=str(pole.presentation),
                depuis=str(pole.since),
            )
        dispatcher.utter_message(response="utter_pole_definition")
