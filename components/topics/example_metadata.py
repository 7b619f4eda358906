"""What the editors say of training examples beside their intent."""

from __future__ import annotations

from typing import Optional

from rasa.shared.nlu.constants import METADATA, METADATA_INTENT
from rasa.shared.nlu.training_data.message import Message

AFTER = "apres"  # the topic or question that the examples follow (data/suites.yml)
LANGUAGE = "langue"  # their language (data/autres_langues.yml)
HOME = "fr"


def context_told(example: Message) -> Optional[str]:
    """The context in which an example stands; None for a question that stands by itself."""
    return _told(example, AFTER)


def language_told(example: Message) -> str:
    """The language of an example, French by default."""
    return _told(example, LANGUAGE) or HOME


def is_complete(example: Message) -> bool:
    """Whether `example` is a French question that stands by itself."""
    return language_told(example) == HOME and context_told(example) is None


def _told(example: Message, key: str) -> Optional[str]:
    told = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return told.get(key) if isinstance(told, dict) else None
