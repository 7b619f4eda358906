"""What a check says: one line, with what to do where something is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is; the value stands before the line."""

    GOOD = "✓"
    WARNING = "!"
    FAULT = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the report (French).

    Attributes:
        level: how bad it is.
        text: what was found.
        remedy: what to do about it.
    """

    level: Level
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        line = " → ".join(filter(None, (f"{self.level.value} {self.text}", self.remedy)))
        return "".join(sign if sign.isprintable() else " " for sign in line)


def good(text: str) -> Finding:
    """All is well."""
    return Finding(Level.GOOD, text)


def warning(text: str, remedy: str) -> Finding:
    """The service works, but somebody should see to this."""
    return Finding(Level.WARNING, text, remedy)


def fault(text: str, remedy: str) -> Finding:
    """Visitors are not served, or not as they were promised."""
    return Finding(Level.FAULT, text, remedy)


def listed(names: list[str], most: int = 3) -> str:
    """The first of the names, and how many more there are."""
    more = f" et {len(names) - most} de plus" if len(names) > most else ""
    return ", ".join(names[:most]) + more
