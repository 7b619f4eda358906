"""Answers a message with two questions, or one in another language."""

from __future__ import annotations

import copy
from typing import Any, Dict, List, Mapping, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.can_join import CanJoin
from actions.cluster_catalogue.catalogue import Catalogue
from actions.define_pole import DefinePole
from actions.describe_cluster import DescribeCluster
from actions.find_clusters import FindClusters
from actions.list_clusters import ListClusters
from actions.not_on_page import NotOnPage


class AnswerParts(Action):
    """Answers each question of the message in turn, by the action that it has when it is alone.

    A line in the visitor's language comes before an answer in French; in a language that is only
    recognised, it is all.

    Args:
        catalogue: see `CatalogueAction`.

    Attributes:
        actions: by intent, the actions of `rules.yml` that are no plain response.
    """

    def __init__(self, catalogue: Optional[Catalogue] = None) -> None:
        self.actions: Mapping[str, Action] = {
            "cluster_par_secteur": FindClusters(catalogue),
            "cluster_pour_moi": CanJoin(catalogue),
            "detail_cluster": DescribeCluster(catalogue),
            "info_absente": NotOnPage(catalogue),
            "liste_clusters": ListClusters(catalogue),
            "pole_definition": DefinePole(catalogue),
        }

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_parts"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Utters the answers, in the order of the questions; returns the events of all."""
        for language in tracker.get_latest_entity_values("langue"):
            dispatcher.utter_message(response=f"utter_langue_{language}")
        entities = tracker.latest_message.get("entities") or []
        questions = [entity for entity in entities if entity["entity"] == "question"]
        events: List[Dict[str, Any]] = []
        for question in questions:
            events += self._answer(question, dispatcher, tracker, domain)
        return events

    def _answer(
        self,
        question: Dict[str, Any],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: Dict[str, Any],
    ) -> List[Dict[str, Any]]:
        action = self.actions.get(question["value"])
        if action is None:
            dispatcher.utter_message(response=f"utter_{question['value']}")
            return []
        asked = copy.copy(tracker)
        asked.latest_message = {
            **tracker.latest_message,
            "intent": {"name": question["value"]},
            "entities": question.get("entities") or [],
        }
        return action.run(dispatcher, asked, domain) or []  # type: ignore[return-value]
