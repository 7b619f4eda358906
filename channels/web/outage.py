"""A service that is away is left alone for a while, instead of being waited for at each turn."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0


class Outage:
    """Whether a service is away.

    Args:
        service: its name, for the log.
        pause: seconds until it is tried again.
        told: is called each time that it fails.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        service: str,
        pause: float = PAUSE_SECONDS,
        told: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._pause = pause
        self._told = told
        self._clock = clock
        self._ends: float | None = None

    @property
    def under_way(self) -> bool:
        """Whether the service failed a moment ago."""
        return self._ends is not None and self._clock() < self._ends

    def begin(self, cause: str, *, at_once: bool = False) -> None:
        """The service has just failed, for that cause.

        Args:
            cause: for the log.
            at_once: it said so at once, and may do other work: nothing is gained by a pause.
        """
        if not at_once:
            self._ends = self._clock() + self._pause
        self._told()
        logger.error("%s is away: %s", self._service, cause)
