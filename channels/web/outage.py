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
        clock: seconds that never go back.
    """

    def __init__(
        self,
        service: str,
        pause: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._pause = pause
        self._clock = clock
        self._ends: float | None = None

    @property
    def under_way(self) -> bool:
        """Whether the service failed a moment ago."""
        return self._ends is not None and self._clock() < self._ends

    def begin(self, error: Exception) -> None:
        """The service has just failed."""
        self._ends = self._clock() + self._pause
        logger.error("%s is away: %s", self._service, type(error).__name__)
