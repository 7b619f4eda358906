"""The guided search "Un cluster pour vous ?": what it asks, and how it closes."""

from __future__ import annotations

import abc
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.catalogue_action import CatalogueAction, as_list, slugs
from actions.company import ELSEWHERE, FORM, PROJECT, SEAT, TRADE, Company
from actions.find_clusters import UNKNOWN, conclude, decline

PATIENCE = 2  # how often one thing is asked: who goes on to other topics is not badgered
REQUESTED = "requested_slot"
EXAMPLES = "utter_exemples_metiers"
LEAD = "utter_piste"
ADVICE = {"utter_un_cluster_convient", "utter_des_clusters_conviennent"}


class ValidateGuidedSearch(FormValidationAction):
    """Decides which facts are still needed."""

    def name(self) -> str:
        """The action's name in the domain."""
        return f"validate_{FORM}"

    async def required_slots(
        self,
        domain_slots: List[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> List[str]:
        """See `Company.needs`."""
        return Company.of(tracker).needs()

    async def get_validation_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> List[EventType]:
        """Takes the facts as they were recognised: there is no wrong trade, and no wrong seat.

        A seat in Wallonia makes what was said of a project from elsewhere void.
        """
        told = tracker.slots_to_validate()
        if told.get(SEAT) not in (None, *ELSEWHERE):
            told = {**told, PROJECT: None}
        return [SlotSet(name, value) for name, value in told.items()]


class AskTrade(Action):
    """Asks for the trade; lets go of the search when the visitor has other things to ask."""

    def name(self) -> str:
        """The action's name in the domain."""
        return f"action_ask_{TRADE}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> List[EventType]:
        """Utters the question, unless what was just said has put it."""
        if {EXAMPLES, UNKNOWN} & set(_uttered(tracker)[-1:]):
            return []
        if _times_asked(tracker, TRADE) >= PATIENCE:
            return leave()
        dispatcher.utter_message(response="utter_quel_metier")
        return []


class AskPlace(CatalogueAction):
    """Names the clusters that fit the trade as soon as it is known, then asks for one fact more.

    Lets go of the search when the visitor has other things to ask.
    """

    slot: str
    question: str

    @abc.abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Optional[List[Dict[str, Any]]]:
        """See `CatalogueAction`."""
        if _times_asked(tracker, self.slot) >= PATIENCE:
            return leave()
        if LEAD not in _uttered_since_trade(tracker) and not ADVICE & set(_uttered(tracker)):
            fitting = self._catalogue.clusters_named(list(Company.of(tracker).clusters))
            dispatcher.utter_message(response=LEAD, liste=as_list(fitting), clusters=slugs(fitting))
        dispatcher.utter_message(response=self.question)
        return []


class AskSeat(AskPlace):
    """Asks where the company is."""

    slot, question = SEAT, "utter_quel_siege"

    def name(self) -> str:
        """The action's name in the domain."""
        return f"action_ask_{SEAT}"


class AskProject(AskPlace):
    """Asks a company from elsewhere what it plans in Wallonia."""

    slot, question = PROJECT, "utter_quel_projet"

    def name(self) -> str:
        """The action's name in the domain."""
        return f"action_ask_{PROJECT}"


class Advise(CatalogueAction):
    """Closes the search: the clusters, the conditions and the link, or honestly none."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_advise"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """See `CatalogueAction`."""
        company = Company.of(tracker)
        if not company.is_known:
            return  # the search was left, not finished
        fitting = self._catalogue.clusters_named(list(company.clusters))
        if fitting:
            conclude(dispatcher, fitting)
        else:
            decline(dispatcher, self._catalogue.poles_named(list(company.poles)))


class OfferTrades(Action):
    """For a visitor who does not know: examples to choose from, or what else can be asked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_offer_trades"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> List[EventType]:
        """Utters one bubble."""
        asked = tracker.get_slot(REQUESTED)
        dispatcher.utter_message(response=EXAMPLES if asked == TRADE else "utter_ne_sait_pas")
        return []


class KeepPrivate(Action):
    """For a visitor who would rather not say: nothing more is asked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_keep_private"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> List[EventType]:
        """Utters one bubble and leaves the search."""
        dispatcher.utter_message(response="utter_discret")
        return leave()


class Stop(Action):
    """Ends what is under way, politely."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_stop"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> List[EventType]:
        """Utters the farewell to the search and leaves it."""
        dispatcher.utter_message(response="utter_arreter")
        return leave()


def leave() -> List[EventType]:
    """The events that end the guided search."""
    return [ActiveLoop(None), SlotSet(REQUESTED, None)]


def _times_asked(tracker: Tracker, slot: str) -> int:
    """How often the search under way has asked for `slot` since it last learned the trade."""
    return _uttered_since_trade(tracker).count(_QUESTIONS[slot])


def _uttered_since_trade(tracker: Tracker) -> List[str]:
    """The responses uttered since the search began or learned a trade."""
    names: List[str] = []
    for event in reversed(tracker.events):
        kind, name = event.get("event"), event.get("name")
        if (kind, name) in (("active_loop", FORM), ("slot", TRADE)):
            break
        if kind == "bot":
            names.append(_response(event))
    return names


_QUESTIONS = {
    TRADE: "utter_quel_metier",
    SEAT: AskSeat.question,
    PROJECT: AskProject.question,
}


def _uttered(tracker: Tracker) -> List[str]:
    """The responses uttered since the visitor's last message."""
    names: List[str] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            names.insert(0, _response(event))
    return names


def _response(event: Dict[str, Any]) -> str:
    return (event.get("metadata") or {}).get("utter_action") or ""
