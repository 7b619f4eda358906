"""Keeps conversations as long as the process lives: for `bin/ask` and the terminal."""

from __future__ import annotations

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from channels.lean_rasa.brief_tracker import REMEMBERED_TURNS, BriefTracker, brief

TRIMMED_AT = 12 * REMEMBERED_TURNS  # events


class MemoryStore(TrackerStore):
    """Holds the trackers themselves; Rasa's own store writes each as JSON and reads it again."""

    def __init__(self) -> None:
        super().__init__(Domain.empty())
        self._trackers: dict[str, DialogueStateTracker] = {}

    def init_tracker(self, sender_id: str) -> BriefTracker:
        """An empty tracker."""
        return BriefTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A copy of the conversation, which becomes it when it is saved."""
        tracker = self._trackers.get(sender_id)
        return tracker.copy() if tracker is not None else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the tracker."""
        if len(tracker.events) > TRIMMED_AT:
            events = brief(tracker.events, REMEMBERED_TURNS)
            tracker = BriefTracker.from_events(tracker.sender_id, events, self.domain.slots)
        self._trackers[tracker.sender_id] = tracker

    async def keys(self) -> list[str]:
        """The conversations that there are."""
        return list(self._trackers)
