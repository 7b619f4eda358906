"""What a message may refer to: the topic, the clusters and the question last spoken of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.topics.intents import intent_kinds

LIST = "liste_clusters"
TRADE = "metier"  # an entity
FOCUS_TURNS = 4  # after so many turns about something else, a cluster is no longer spoken of


@dataclass(frozen=True)
class DialogueContext:
    """Where a conversation stands when the next message comes.

    Attributes:
        topic: of the last answer about the page or the catalogue; empty before the first.
        last: of the last bubble that had a topic, small talk included.
        asked: the slot that the guided search has just asked for; empty outside of it.
        clusters: slugs described or recommended last, or named last by the visitor.
        listed: slugs shown together last, in the order shown.
        seen: slugs singled out so far, in the order of their first mention.
        yes: the intent that a yes stands for, as the last bubble made it; may be empty.
        no: the intent that a no stands for; may be empty.
        choices: the payloads that a bubble in doubt has just offered, in order.
        points: the intents that stand for the points of the enumeration under discussion.
        trade: whether the visitor has told a trade.
        buttons: the payloads of the buttons under the last bubble that had any, in order.
    """

    topic: str = ""
    last: str = ""
    asked: str = ""
    clusters: Tuple[str, ...] = ()
    listed: Tuple[str, ...] = ()
    seen: Tuple[str, ...] = ()
    yes: str = ""
    no: str = ""
    choices: Tuple[str, ...] = ()
    points: Tuple[str, ...] = ()
    buttons: Tuple[str, ...] = ()
    trade: bool = False

    @property
    def key(self) -> str:
        """What the next message most likely goes on about: a question asked, else the topic.

        One of the contexts of `data/suites.yml`; "rien" when nothing was said.
        """
        return f"demande_{self.asked}" if self.asked else self.topic or self.last or "rien"

    @classmethod
    def of(cls, tracker: DialogueStateTracker) -> DialogueContext:
        """The context in which `tracker` leaves the conversation."""
        turns = list(_turns(_of_this_session(tracker)))
        latest = next((bubble for turn in reversed(turns) for bubble in reversed(turn)), None)
        wording = _wording(latest) if latest is not None else {}
        asked = tracker.get_slot(REQUESTED_SLOT) if tracker.active_loop_name else None
        topic = next((t for t in _topics(turns) if t not in intent_kinds().no_topic), "")
        return cls(
            topic=topic,
            last=next(_topics(turns), ""),
            asked=asked or "",
            clusters=_focus(turns),
            listed=next((s for s in _shown(turns) if len(s) > 1), ()),
            seen=_singled_out(turns),
            yes=wording.get("oui") or "",
            no=wording.get("non") or "",
            choices=_buttons(latest) if wording.get("topic") == "choix" else (),
            points=_points(turns, topic),
            trade=any(_tells_trade(event) for turn in turns for event in turn),
            buttons=next(filter(None, map(_buttons, reversed(turns[-1] if turns else []))), ()),
        )


def _of_this_session(tracker: DialogueStateTracker) -> List[Event]:
    events: List[Event] = []
    for event in tracker.events:
        if isinstance(event, SessionStarted):
            events.clear()
        events.append(event)
    return events


def _turns(events: Iterable[Event]) -> Iterator[List[Event]]:
    """What was said, turn by turn: the visitor's message and the bubbles that followed it."""
    turn: List[Event] = []
    for event in events:
        if isinstance(event, UserUttered) and turn:
            yield turn
            turn = []
        if isinstance(event, (UserUttered, BotUttered)):
            turn.append(event)
    if turn:
        yield turn


def _wording(event: Event) -> Dict[str, Any]:
    """The metadata that the editors gave to the wording of a bubble (`domain.yml`)."""
    return (event.metadata.get("metadata") or {}) if isinstance(event, BotUttered) else {}


def _topics(turns: List[List[Event]]) -> Iterator[str]:
    """The topics of the bubbles, the last one first."""
    for turn in reversed(turns):
        for event in reversed(turn):
            topic = _wording(event).get("topic")
            if topic:
                yield topic


def _slugs(event: Event) -> Tuple[str, ...]:
    """The clusters that one event names."""
    if isinstance(event, UserUttered):
        return tuple(dict.fromkeys(e["value"] for e in event.entities if e["entity"] == "cluster"))
    return tuple(event.metadata.get("clusters") or ())


def _tells_trade(event: Event) -> bool:
    told = event.entities if isinstance(event, UserUttered) else []
    return any(entity["entity"] == TRADE for entity in told)


def _shown(turns: List[List[Event]]) -> Iterator[Tuple[str, ...]]:
    """The clusters that bubbles named or offered to choose from, the last bubble first."""
    for turn in reversed(turns):
        for event in reversed(turn):
            if isinstance(event, BotUttered):
                yield _slugs(event) or tuple(event.metadata.get("offered") or ())


def _focus(turns: List[List[Event]]) -> Tuple[str, ...]:
    """The clusters last spoken of, unless a list, a vain search or time came in between."""
    for turn in reversed(turns[-FOCUS_TURNS:]):
        topics = {_wording(event).get("topic") for event in turn}
        named = [_slugs(event) for event in reversed(turn) if _slugs(event)]
        if LIST in topics:
            return ()
        if named:
            return named[0]
        if "cluster_par_secteur" in topics:
            return ()
    return ()


def _singled_out(turns: List[List[Event]]) -> Tuple[str, ...]:
    found = (_slugs(event) for turn in turns for event in turn)
    return tuple(dict.fromkeys(slug for slugs in found if len(slugs) <= 2 for slug in slugs))


def _buttons(event: Optional[Event]) -> Tuple[str, ...]:
    buttons = event.data.get("buttons") if isinstance(event, BotUttered) else None
    return tuple(button["payload"] for button in buttons or ())


def _points(turns: List[List[Event]], topic: str) -> Tuple[str, ...]:
    """What an answer counted off last, while it or one of its points is spoken of."""
    for turn in reversed(turns):
        for event in reversed(turn):
            points = tuple(_wording(event).get("points") or ())
            if points:
                return points if topic in (*points, _wording(event).get("topic")) else ()
    return ()
