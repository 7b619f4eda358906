"""How a turn ended, by the names that the editors gave to it in `data/sujets.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from channels.assistant import Turn
from components.content import ContentError, read_content

PART = "issues"  # of the file
OTHER = "autre"  # of a turn that no line of the file speaks of


class Outcomes:
    """Tells how a turn ended: what was said decides, for an action may answer in several ways.

    Args:
        told: for each outcome, those that prevail first, the names of responses (without
            "utter_") and of intents.
    """

    def __init__(self, told: Mapping[str, Sequence[str]]) -> None:
        self.names = (*told, OTHER)
        self._outcome_of = {name: outcome for outcome, names in told.items() for name in names}

    def of(self, turn: Turn) -> str:
        """The outcome of `turn`, one of `names`."""
        said = {self._outcome_of.get(name) for name in _said(turn)}
        understood = self._outcome_of.get(turn.intent or "", OTHER)
        return next((outcome for outcome in self.names if outcome in said), understood)


def read_outcomes(path: Path) -> Outcomes:
    """Those of a file.

    Raises:
        ContentError: it cannot be read, has no outcomes, or two for one name.
    """
    where = f"data/{path.name}, champ {PART}"
    told = (read_content(path) or {}).get(PART)
    if not isinstance(told, Mapping) or not all(map(_is_list_of_text, told.values())):
        raise ContentError(f"{where} : il faut des issues, chacune avec la liste de ses noms")
    seen: dict[str, str] = {}
    for outcome, names in told.items():
        for name in names:
            if name in seen:
                raise ContentError(f"{where} : {name} est dans {seen[name]} et dans {outcome}")
            seen[name] = outcome
    return Outcomes(told)


def topic_of(turn: Turn) -> str | None:
    """What the turn answers, as its first bubble with a topic says."""
    return next((bubble.topic for bubble in turn.bubbles if bubble.topic), None)


def _said(turn: Turn) -> Iterator[str]:
    """The names of the responses, the same in every language: `utter_saluer_nl` is a `saluer`."""
    for response, bubble in zip(turn.responses, turn.bubbles):
        yield response.removeprefix("utter_").removesuffix(f"_{bubble.language}")


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
