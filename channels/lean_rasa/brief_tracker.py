"""A tracker whose cost does not grow with the length of the talk."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

REMEMBERED_TURNS = 20  # what a visitor may refer back to, and what buttons in sight may do
POLICY_TURNS = 3  # our rules look at one turn, and at the loop that is active


class BriefTracker(DialogueStateTracker):
    """Rasa's tracker over the last turns of a conversation, with the state that older ones left.

    Rasa replays every event for each copy, for each prediction and for each policy: a turn
    would take ten times as long after 200 turns.

    Attributes:
        saved: how many of the events the tracker store has already.
    """

    saved = 0

    def copy(self) -> BriefTracker:
        """A tracker with the same events and state, without replaying them."""
        twin = copy.copy(self)
        twin.events = self.events.copy()
        twin.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy.copy(self.active_loop)
        return twin

    def past_states(self, domain: Domain, *args: Any, **kwargs: Any) -> list[State]:
        """The states of the last turns, which are all that the rules look at."""
        recent = DialogueStateTracker.from_events(
            self.sender_id, brief(self.events, POLICY_TURNS), domain.slots
        )
        return recent.past_states(domain, *args, **kwargs)


def brief(events: Sequence[Event], turns: int) -> list[Event]:
    """The events of the last `turns` messages of the visitor, after what earlier ones leave.

    Args:
        events: of one session, oldest first.
        turns: at least 1.
    """
    starts = (at for at in range(len(events) - 1, -1, -1) if isinstance(events[at], UserUttered))
    start = next(islice(starts, turns - 1, None), 0)
    if start == 0:
        return list(events)
    # The message is preceded by the action that listened to it.
    start -= 1
    return [*left_by(islice(events, start)), *islice(events, start, None)]


def left_by(events: Iterable[Event]) -> list[Event]:
    """The fewest events that leave the slots and the loop as `events` leave them."""
    slots: dict[str, Event] = {}
    loop: list[Event] = []
    for event in events:
        if isinstance(event, SlotSet):
            slots[event.key] = event
        elif isinstance(event, ActiveLoop):
            loop = [event] if event.name else []
        elif loop and isinstance(event, ActionExecuted) and event.action_name == loop[0].name:
            del loop[1:]
        elif loop and isinstance(event, (LoopInterrupted, ActionExecutionRejected)):
            loop.append(event)
    return [*slots.values(), *loop]
