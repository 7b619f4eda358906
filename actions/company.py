"""What the visitor has told of their company: its trade, its seat, its plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Tuple

from rasa_sdk import Tracker

from actions.catalogue_action import entity_values

FORM = "un_cluster_pour_vous"  # the guided search
TRADE, SEAT, PROJECT = "metier", "siege", "projet"
ELSEWHERE = ("belgique", "etranger")  # seats from which a project in Wallonia matters
SPARED = "sauf"  # an entity: a cluster that is set aside


@dataclass(frozen=True)
class Company:
    """A company as its visitor described it.

    Attributes:
        trade: the words for its trade; None when it was not told.
        clusters: slugs of the clusters that fit the trade, best first, without those that the
            visitor has just set aside.
        poles: slugs of the pôles of its field, where no cluster fits.
        seat: "wallonie", "belgique", "etranger" or "inconnu"; None when not told.
        project: whether an activity in Wallonia is planned: "oui", "non" or "inconnu"; None
            when not told.
    """

    trade: Optional[str] = None
    clusters: Tuple[str, ...] = ()
    poles: Tuple[str, ...] = ()
    seat: Optional[str] = None
    project: Optional[str] = None

    @classmethod
    def of(cls, tracker: Tracker) -> Company:
        """What `tracker` holds of it; the trade told last replaces those before."""
        spared = entity_values(tracker, SPARED)
        trade = told_now(tracker) or next(_trades(tracker), {})
        return cls(
            trade=trade.get("value"),
            clusters=tuple(slug for slug in trade.get("clusters") or () if slug not in spared),
            poles=tuple(trade.get("poles") or ()),
            seat=tracker.get_slot(SEAT),
            project=tracker.get_slot(PROJECT),
        )

    @property
    def is_known(self) -> bool:
        """Whether all that the guided search asks for is known."""
        told = {TRADE: self.trade, SEAT: self.seat, PROJECT: self.project}
        return all(told[slot] is not None for slot in self.needs())

    def needs(self) -> List[str]:
        """The slots that the guided search must ask for, in order.

        No cluster for the trade: nothing more is worth asking. A seat in Wallonia answers what
        is planned there.
        """
        if self.trade is not None and not self.clusters:
            return [TRADE]
        return [TRADE, SEAT, PROJECT] if self.seat in ELSEWHERE else [TRADE, SEAT]


def told_now(tracker: Tracker) -> Optional[Dict[str, Any]]:
    """The trade in the latest message, with the slugs that fit it.

    An example of a trade that was offered as a button names its cluster beside it.
    """
    entities = tracker.latest_message.get("entities") or []
    trade = next((entity for entity in entities if entity["entity"] == TRADE), None)
    if trade is None or "clusters" in trade:
        return trade
    return {**trade, "clusters": entity_values(tracker, "cluster")}


def _trades(tracker: Tracker) -> Iterator[Dict[str, Any]]:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            entities = event.get("parse_data", {}).get("entities") or []
            named = [e["value"] for e in entities if e["entity"] == "cluster"]
            for entity in entities:
                if entity["entity"] == TRADE:
                    yield {"clusters": named, **entity}
