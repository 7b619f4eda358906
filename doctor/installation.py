"""Where things are in an installed project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from doctor.listeners import Listener
from settings import Settings


@dataclass(frozen=True)
class Installation:
    """What there is to look at.

    Attributes:
        root: the folder of the project.
        ports: those of its processes on this machine.
        listening: all that listens on this machine.
        backups: the folder of the backups, if one is to be looked at.
    """

    root: Path
    ports: list[int]
    listening: list[Listener]
    backups: Path | None

    @property
    def pages(self) -> Path:
        """The pages that visitors read."""
        return self.root / "widget" / "pages"

    @property
    def model(self) -> Path:
        """The trained model."""
        return self.root / "models" / "assistant.tar.gz"

    @property
    def document(self) -> Path:
        """What the editors wrote on the clusters."""
        return self.root / "data" / "clusters.yml"

    @property
    def heard(self) -> list[Listener]:
        """Who listens on the ports of the processes."""
        return [one for one in self.listening if one.port in self.ports]

    def is_public(self, settings: Settings) -> bool:
        """Whether others than this machine reach the assistant, as far as can be seen."""
        beyond = any(not one.is_local for one in self.heard)
        return bool(settings.origins or settings.sanic_proxies_count or beyond)
