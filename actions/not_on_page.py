"""Says that the page does not say it, and what it does say, or another source."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, entity_values, facts_of
from actions.cluster_catalogue.models import Organisation
from actions.describe_cluster import describe_several


class NotOnPage(CatalogueAction):
    """For questions about clusters that the page leaves open: members, budgets, news ...

    What the catalogue knows of the attribute that is asked for is said first, with its date.
    """

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_not_on_page"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        named = entity_values(tracker, "cluster")
        clusters = self._catalogue.clusters_named(named) if named else []
        attribute = _attribute(tracker)
        if not clusters:
            dispatcher.utter_message(response="utter_info_absente")
        elif attribute:
            _tell(dispatcher, clusters, attribute)
        elif len(clusters) > 1:
            describe_several(dispatcher, clusters)
        else:
            dispatcher.utter_message(
                response="utter_info_absente_cluster",
                nom=str(clusters[0].name),
                presentation=str(clusters[0].presentation),
                faits=facts_of(clusters[0]),
                lien=str(clusters[0].link),
            )


def _attribute(tracker: Tracker) -> Optional[Dict[str, Any]]:
    entities = tracker.latest_message.get("entities") or []
    return next((entity for entity in entities if entity["entity"] == "attribut"), None)


def _tell(
    dispatcher: CollectingDispatcher, clusters: List[Organisation], attribute: Dict[str, Any]
) -> None:
    facts = [fact for one in clusters for fact in one.said_of(attribute["value"])[:1]]
    if facts:
        dispatcher.utter_message(
            response="utter_fait_cluster",
            fait="\n".join(facts),
            lien=str(clusters[0].link),
        )
    else:
        dispatcher.utter_message(
            response="utter_attribut_absent",
            nom=", ".join(str(one.name) for one in clusters),
            quoi=attribute["quoi"],
            lien=str(clusters[0].link),
        )
