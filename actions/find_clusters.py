"""Finds the clusters for a trade."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, as_list, slugs
from actions.cluster_catalogue.models import Organisation

MOST = 2  # clusters named for one trade: more is no advice


class FindClusters(CatalogueAction):
    """Names the clusters that fit the trade in the message, or says honestly that none does."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_find_clusters"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        trade = _trade(tracker)
        if trade is None:
            dispatcher.utter_message(response="utter_quel_metier")
            return
        fitting = self._catalogue.clusters_named(trade.get("clusters", []))[:MOST]
        if fitting:
            _recommend(dispatcher, fitting)
        else:
            _decline(dispatcher, self._catalogue.poles_named(trade.get("poles", [])))


def _trade(tracker: Tracker) -> Optional[Dict[str, Any]]:
    entities = tracker.latest_message.get("entities") or []
    return next((entity for entity in entities if entity["entity"] == "metier"), None)


def _recommend(dispatcher: CollectingDispatcher, clusters: List[Organisation]) -> None:
    if len(clusters) == 1:
        (one,) = clusters
        dispatcher.utter_message(
            response="utter_un_cluster_convient",
            nom=str(one.name),
            presentation=str(one.presentation),
            lien=str(one.link),
            clusters=slugs(clusters),
        )
    else:
        dispatcher.utter_message(
            response="utter_des_clusters_conviennent",
            liste=as_list(clusters),
            clusters=slugs(clusters),
        )


def _decline(dispatcher: CollectingDispatcher, poles: List[Organisation]) -> None:
    if not poles:
        dispatcher.utter_message(response="utter_aucun_cluster")
        return
    dispatcher.utter_message(
        response="utter_aucun_cluster_un_pole",
        nom=str(poles[0].name),
        presentation=str(poles[0].presentation),
        depuis=str(poles[0].since),
    )
