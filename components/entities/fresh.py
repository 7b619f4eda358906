"""What is built from the catalogue, and built again when the catalogue changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError

logger = logging.getLogger(__name__)
Built = TypeVar("Built")

RECHECK_SECONDS = 0.5  # a turn asks three times; what was loaded is known this soon


class Fresh(Generic[Built]):
    """Keeps what `build` makes of the catalogue until another version of it is loaded.

    While the database does not answer, what was built last goes on serving.

    Args:
        catalogue: where the content comes from.
        build: makes the index from the catalogue; may raise `CatalogueUnavailableError`.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        build: Callable[[Catalogue], Built],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._catalogue = catalogue
        self._build = build
        self._clock = clock
        self._checked = -RECHECK_SECONDS
        self._version: str | None = None
        self._built: Built | None = None

    def get(self) -> Built | None:
        """The index of the catalogue's present version; None when there never was one."""
        if self._clock() - self._checked >= RECHECK_SECONDS:
            self._check()
            self._checked = self._clock()  # a check may have waited for a server in vain
        return self._built

    def _check(self) -> None:
        try:
            version = self._catalogue.version()
            if version != self._version:
                self._built = self._build(self._catalogue)
                self._version = version
        except CatalogueUnavailableError as error:
            logger.warning("understanding goes on with the last known catalogue: %s", error)
