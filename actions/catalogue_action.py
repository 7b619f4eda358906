"""What the custom actions that read the catalogue share."""

from __future__ import annotations

import abc
import json
import logging
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError
from actions.cluster_catalogue.models import Organisation

TITLES = "utter_titres"  # the response of the domain that holds one button a topic
logger = logging.getLogger(__name__)


class CatalogueAction(Action, abc.ABC):
    """An action that answers from the catalogue, or apologises when it cannot be read.

    Args:
        catalogue: where the answers come from; that of the environment by default, because
            the action server of the SDK builds its actions without arguments.
    """

    def __init__(self, catalogue: Optional[Catalogue] = None) -> None:
        self._catalogue = catalogue or Catalogue.from_environment()

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """Answers; on a catalogue that is away: an apology with the link, the cause in the log."""
        try:
            return self.answer(dispatcher, tracker) or []
        except CatalogueUnavailableError as error:
            logger.error("%s cannot answer: %s", self.name(), error)
            dispatcher.utter_message(response="utter_catalogue_indisponible")
            return []

    @abc.abstractmethod
    def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Optional[List[Dict[str, Any]]]:
        """Utters the answer and returns the events of the turn, if any.

        Raises:
            CatalogueUnavailableError: the database does not answer.
        """


def entity_values(tracker: Tracker, entity: str) -> List[str]:
    """The values of one entity in the latest message, each once, in order."""
    return list(dict.fromkeys(tracker.get_latest_entity_values(entity)))


def as_list(organisations: List[Organisation]) -> str:
    """One line an organisation, as the page lists them: its name, what it is."""
    return "\n".join(f"• {one.name}\u00a0: {one.presentation}" for one in organisations)


def facts_of(organisation: Organisation) -> str:
    """The first dated fact of `organisation` on a line of its own; empty when it has none."""
    return "".join(f"{fact.text}\n" for fact in organisation.facts[:1])


def slugs(organisations: List[Organisation]) -> List[str]:
    """The slugs of `organisations`, in order."""
    return [str(one.slug) for one in organisations]


def button(title: str, intent: str, **entities: str) -> Dict[str, str]:
    """A button that says `intent`, with entities, when it is pressed."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}


def buttons_of(clusters: List[Organisation]) -> List[Dict[str, str]]:
    """One button a cluster, with its name, that asks what it is."""
    return [button(str(one.name), "detail_cluster", cluster=str(one.slug)) for one in clusters]


def topic_titles(domain: Dict[str, Any]) -> Dict[str, Dict[str, str]]:
    """The buttons of `utter_titres`, one a topic, by their payload."""
    responses = domain.get("responses", {}).get(TITLES) or [{}]
    return {button["payload"]: button for button in responses[0].get("buttons", [])}
