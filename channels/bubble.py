"""What the visitor is shown: bubbles with their buttons, links and topics."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from rasa.core.channels.channel import OutputChannel

INTRODUCTION = "utter_presentation"  # the response that opens a conversation

_URL = re.compile(r"https?://[^\s<>()«»]+[^\s<>()«».,;:!?]")


@dataclass(frozen=True)
class Link:
    """An address that the bubble names, with what to show for it."""

    title: str
    url: str


@dataclass(frozen=True)
class Button:
    """A choice: its title, and what it says to Rasa when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Bubble:
    """One message of the assistant.

    Attributes:
        text: what the visitor reads.
        language: of the text: "fr", "en", "nl" or "de".
        topic: what the bubble answers; None for courtesy and hand-off.
        clusters: slugs of the clusters that it describes or recommends, best first.
        links: the addresses in the text.
        buttons: the choices offered below.
    """

    text: str
    language: str = "fr"
    topic: str | None = None
    clusters: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Bubble:
        """The bubble for one utterance, as Rasa hands it to an output channel."""
        text = message.get("text") or ""
        metadata = message.get("metadata") or {}
        return cls(
            text=text,
            language=metadata.get("langue", "fr"),
            topic=metadata.get("topic"),
            clusters=tuple(message.get("clusters") or ()),
            links=tuple(Link(_title(url), url) for url in dict.fromkeys(_URL.findall(text))),
            buttons=tuple(
                Button(button["title"], button["payload"])
                for button in message.get("buttons") or ()
            ),
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return asdict(self)


class Outbox(OutputChannel):
    """Collects the bubbles of one turn, each whole.

    Rasa's own collecting channel would part text, buttons and topic.

    Attributes:
        bubbles: what the visitor is shown.
        responses: the response of `domain.yml` that each bubble is; empty if it is none.
        answered: whether anything but the introduction was said.
    """

    def __init__(self) -> None:
        self.bubbles: list[Bubble] = []
        self.responses: list[str] = []
        self.answered = False

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses that are meant for it alone."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one utterance."""
        self.bubbles.append(Bubble.from_message(message))
        self.responses.append(message.get("utter_action") or "")
        self.answered |= self.responses[-1] != INTRODUCTION


def _title(url: str) -> str:
    return urlsplit(url).netloc
