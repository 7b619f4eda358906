"""Conversations are kept for so many days, and no longer (GDPR, article 5(1)(e))."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from channels.web.conversations import Conversations

BATCH = 100  # conversations looked up at a time
PAUSE = 0.02  # seconds after each, in which those who talk can write


def forget(
    conversations: Conversations,
    before: dt.datetime,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Erases every conversation whose last turn was before that time, while servers run.

    Each one is a transaction of its own: an interruption leaves the rest for the next time.

    Args:
        conversations: what is kept.
        before: UTC, without a zone.
        pause: waits for so many seconds.

    Returns:
        How many conversations were erased.
    """
    erased = 0
    while sessions := conversations.last_heard_before(before, BATCH):
        for session in sessions:
            erased += conversations.erase(session, unless_since=before)
            pause(PAUSE)
    conversations.erase_strays(before)
    conversations.empty_journal()
    return erased
