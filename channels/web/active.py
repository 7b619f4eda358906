"""Which conversations are going on."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

SECONDS = 15 * 60
MOST = 100_000  # 20 MB; a process answers fewer messages in that time


class ActiveConversations:
    """Counts the conversations that were heard of lately, and forgets the others.

    Args:
        seconds: of silence after which a conversation is forgotten.
        most: remembered at once; of more, the longest silent are forgotten earlier.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._heard: OrderedDict[str, float] = OrderedDict()  # the longest silent first

    def hear(self, session: str) -> None:
        """A turn of `session` was answered."""
        self._heard[session] = self._clock()
        self._heard.move_to_end(session)
        self._forget_silent()

    def forget(self, session: str) -> None:
        """The conversation is erased."""
        self._heard.pop(session, None)

    def __len__(self) -> int:
        self._forget_silent()
        return len(self._heard)

    def _forget_silent(self) -> None:
        before = self._clock() - self._seconds
        while self._heard:
            longest_silent, last = next(iter(self._heard.items()))
            if last > before and len(self._heard) <= self._most:
                return
            del self._heard[longest_silent]
