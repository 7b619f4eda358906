"""The training examples, as every peer gets them: texts by intent and nothing of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ANNOTATED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Example:
    """One example.

    Attributes:
        text: as it stands in the file; entities may be annotated in it.
        intent: what it asks.
    """

    text: str
    intent: str

    @property
    def plain(self) -> str:
        """The text without annotations, for peers that know nothing of Rasa's format."""
        return ANNOTATED.sub(r"\1", self.text)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def read_examples(path: Path) -> list[Example]:
    """The examples of a file of Rasa's format; the metadata stay behind."""
    return [
        Example(text, entry["intent"])
        for entry in read_yaml(path)["nlu"]
        if "intent" in entry
        for text in _texts(entry["examples"])
    ]


def _texts(examples: str | list[dict[str, Any]]) -> list[str]:
    """Rasa has two forms: one text of dashed lines, or a list that may carry metadata."""
    if isinstance(examples, list):
        return [str(example["text"]).strip().removeprefix("- ") for example in examples]
    lines = (line.strip() for line in examples.splitlines())
    return [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]
