"""Answers a message with several questions, or one in another language."""

from __future__ import annotations

import copy
from typing import Any, Dict, List, Mapping, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.can_join import CanJoin
from actions.catalogue_action import topic_titles
from actions.cluster_catalogue.catalogue import Catalogue
from actions.define_pole import DefinePole
from actions.describe_cluster import DescribeCluster
from actions.find_clusters import FindClusters
from actions.list_clusters import ListClusters
from actions.not_on_page import NotOnPage

MOST = 2  # questions answered in one turn


class AnswerParts(Action):
    """Answers each question of the message in turn, by the action that it has when it is alone.

    Two are answered; the others are named, each with a button: more would be a dump. A line in
    the visitor's language comes before an answer in French; small talk has its own answer there,
    and in a language that is only recognised the line is all.

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
        entities = tracker.latest_message.get("entities") or []
        questions = [entity for entity in entities if entity["entity"] == "question"]
        language = next(iter(tracker.get_latest_entity_values("langue")), "")
        if language and questions:
            translated = f"utter_{questions[0]['value']}_{language}"
            if translated in domain.get("responses", {}):
                dispatcher.utter_message(response=translated)
                return []
        if language:
            dispatcher.utter_message(response=f"utter_langue_{language}")
        events: List[Dict[str, Any]] = []
        for question in questions[:MOST]:
            events += self._answer(question, dispatcher, tracker, domain)
        left = _buttons(questions[MOST:], domain)
        if left:
            dispatcher.utter_message(response="utter_question_de_reste", buttons=left)
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


def _buttons(questions: List[Dict[str, Any]], domain: Dict[str, Any]) -> List[Dict[str, str]]:
    """A button for each question that is left, with the title of its topic."""
    titles = topic_titles(domain)
    payloads = [f"/{question['value']}" for question in questions]
    return [titles[payload] for payload in payloads if payload in titles]
