"""What is judged: the topic that was understood, by one map for all (`topics.yml`)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harness.files import read_yaml

NOTHING = "choix"  # of no intent at all
REFUSALS = frozenset({"hors_sujet", NOTHING})


def topic_map() -> Any:
    """The map."""
    return read_yaml(Path(__file__).with_name("topics.yml"))


def topic_of(intent: str | None) -> str:
    """The topic of an intent."""
    return topic_map()["same"].get(intent, intent) if intent else NOTHING


def accepted(topics: Iterable[str]) -> frozenset[str]:
    """The topics that serve a question on any of `topics`."""
    wanted = set(topics)
    return frozenset(wanted.union(*(topic_map()["also"].get(topic, ()) for topic in wanted)))
