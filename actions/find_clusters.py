"""Finds the clusters for a trade."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import CatalogueAction, as_list, entity_values, slugs
from actions.cluster_catalogue.models import Organisation
from actions.company import FORM, TRADE, Company, told_now

UNKNOWN_TRADE = "metier_inconnu"  # an entity: words that resemble no trade
UNKNOWN = "utter_metier_inconnu"


class FindClusters(CatalogueAction):
    """Names the clusters that fit the trade in the message, or says honestly that none does.

    Without a trade the guided search begins, which asks for it. Of a word that is not known
    nothing is concluded.
    """

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_find_clusters"

    def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Optional[List[Dict[str, Any]]]:
        """See `CatalogueAction`."""
        if entity_values(tracker, UNKNOWN_TRADE):
            dispatcher.utter_message(response=UNKNOWN)
            return []
        if told_now(tracker) is None:
            return [] if tracker.active_loop.get("name") else [FollowupAction(FORM)]
        company = Company.of(tracker)
        self._advise(dispatcher, company)
        # Said beside another question, the trade is no answer to the guided search by itself.
        return [SlotSet(TRADE, company.trade)] if tracker.active_loop.get("name") else []

    def _advise(self, dispatcher: CollectingDispatcher, company: Company) -> None:
        fitting = self._catalogue.clusters_named(list(company.clusters))
        if not fitting:
            decline(dispatcher, self._catalogue.poles_named(list(company.poles)))
        elif company.seat:
            conclude(dispatcher, fitting)
        else:
            _recommend(dispatcher, fitting)


def conclude(dispatcher: CollectingDispatcher, clusters: List[Organisation]) -> None:
    """Names the clusters and the conditions as they stand for the visitor's company."""
    dispatcher.utter_message(
        response="utter_conclusion",
        liste=as_list(clusters),
        lien=str(clusters[0].link),
        clusters=slugs(clusters),
    )


def decline(dispatcher: CollectingDispatcher, poles: List[Organisation]) -> None:
    """Says that no cluster fits, and which pôle may."""
    if not poles:
        dispatcher.utter_message(response="utter_aucun_cluster")
        return
    dispatcher.utter_message(
        response="utter_aucun_cluster_un_pole",
        nom=str(poles[0].name),
        presentation=str(poles[0].presentation),
        depuis=str(poles[0].since),
    )


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
