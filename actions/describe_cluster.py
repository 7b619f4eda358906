"""Says what one cluster is, or a few."""

from __future__ import annotations

from typing import List

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue_action import (
    CatalogueAction,
    as_list,
    buttons_of,
    entity_values,
    facts_of,
    slugs,
)
from actions.cluster_catalogue.models import Organisation


class DescribeCluster(CatalogueAction):
    """Describes the clusters named in the message; asks which one when it names none."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_describe_cluster"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        named = self._catalogue.clusters_named(entity_values(tracker, "cluster"))
        if not named:
            self._ask_which(dispatcher)
        elif len(named) == 1:
            _describe(dispatcher, named[0])
        else:
            describe_several(dispatcher, named)

    def _ask_which(self, dispatcher: CollectingDispatcher) -> None:
        clusters = self._catalogue.clusters()
        dispatcher.utter_message(
            response="utter_quel_cluster",
            offered=slugs(clusters),
            buttons=buttons_of(clusters),
        )


def describe_several(dispatcher: CollectingDispatcher, clusters: List[Organisation]) -> None:
    """Says what each of `clusters` is, and that the page does not compare them."""
    dispatcher.utter_message(
        response="utter_details_clusters",
        liste=as_list(clusters),
        lien=str(clusters[0].link),
        clusters=slugs(clusters),
    )


def _describe(dispatcher: CollectingDispatcher, cluster: Organisation) -> None:
    dispatcher.utter_message(
        response="utter_detail_cluster",
        nom=str(cluster.name),
        presentation=str(cluster.presentation),
        faits=facts_of(cluster),
        lien=str(cluster.link),
        clusters=slugs([cluster]),
    )
