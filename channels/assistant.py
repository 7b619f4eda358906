"""The assistant as channels see it: one function turns what a visitor says into a turn."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from channels.bubble import Bubble, Outbox
from channels.guard import typed_text

logger = logging.getLogger(__name__)

UNREADABLE = "/message_vide"  # the intent that stands for a message without readable text
APOLOGY = "utter_panne"


@dataclass(frozen=True)
class Turn:
    """What the assistant made of one message.

    Attributes:
        said: what the visitor said: the text, or the title of the button.
        bubbles: what the visitor is shown; never empty.
        intent: what was understood; None when nothing was.
        confidence: of the intent, 0 to 1.
        milliseconds: how long the turn took.
        responses: the response of `domain.yml` that each bubble is; empty if it is none.
    """

    said: str
    bubbles: tuple[Bubble, ...]
    intent: str | None
    confidence: float | None
    milliseconds: float
    responses: tuple[str, ...] = ()


class Assistant:
    """Conversations with the trained model.

    Args:
        agent: Rasa's agent, with its model, actions and trackers.
    """

    def __init__(self, agent: Agent) -> None:
        if agent.processor is None or not agent.is_ready():
            raise ValueError("the agent has no model")
        self._agent = agent
        self._processor = agent.processor

    async def open(self, session: str) -> tuple[Bubble, ...]:
        """Starts the conversation `session` and returns the assistant's first words."""
        outbox = Outbox()
        tracker = await self._processor.fetch_tracker_with_initial_session(session, outbox)
        await self._processor.save_tracker(tracker)
        return tuple(outbox.bubbles)

    async def say(self, session: str, text: str) -> Turn:
        """The turn that answers `text`, typed by a visitor: text, whatever it holds.

        One at a time for each conversation: callers see to it.

        Raises:
            SQLAlchemyError: the conversation cannot be read or kept.
        """
        typed = typed_text(text)
        return await self._turn(session, typed or UNREADABLE, typed)

    async def press(
        self, session: str, payload: str, earlier: Callable[[str], str | None] = lambda _: None
    ) -> Turn:
        """The turn that answers a button; one that was not offered here is taken as text.

        Args:
            session: the conversation.
            payload: of the button.
            earlier: the title of a button that is older than the tracker remembers.
        """
        title = _offered(await self._tracker(session)).get(payload) or earlier(payload)
        if title is None:
            return await self.say(session, payload)
        return await self._turn(session, payload, title)

    async def _turn(self, session: str, message: str, said: str) -> Turn:
        start = time.perf_counter()
        outbox = Outbox()
        try:
            await self._processor.handle_message(
                UserMessage(message, output_channel=outbox, sender_id=session, input_channel="web")
            )
        except SQLAlchemyError:
            raise  # nothing can be kept now: the message is to be sent again
        except Exception:  # the visitor is owed an answer whatever went wrong
            logger.exception("a turn failed")
        tracker = await self._tracker(session)
        bubbles, responses = outbox.bubbles, outbox.responses
        if not outbox.answered:
            bubbles = [*bubbles, await self._apology(tracker)]
            responses = [*responses, APOLOGY]
        intent = _understood(tracker)
        return Turn(
            said=said,
            bubbles=_buttons_last(bubbles),
            intent=intent.get("name"),
            confidence=intent.get("confidence"),
            milliseconds=(time.perf_counter() - start) * 1000,
            responses=tuple(responses),
        )

    async def _tracker(self, session: str) -> DialogueStateTracker:
        return await self._agent.tracker_store.get_or_create_tracker(
            session, append_action_listen=False
        )

    async def _apology(self, tracker: DialogueStateTracker) -> Bubble:
        message = await self._agent.nlg.generate(APOLOGY, tracker, Outbox.name())
        return Bubble.from_message(message or {})


def _understood(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The intent of the last message; the guided search takes it out of `latest_message`."""
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    return next((event.intent for event in said), {})


def _offered(tracker: DialogueStateTracker) -> dict[str, str]:
    """The payloads of all buttons that the conversation showed of late, with their titles."""
    return {
        button["payload"]: button["title"]
        for event in tracker.events
        if isinstance(event, BotUttered)
        for button in event.data.get("buttons") or ()
    }


def _buttons_last(bubbles: list[Bubble]) -> tuple[Bubble, ...]:
    """Buttons stand below the last bubble only: above it they would ask beside the answer."""
    *earlier, last = bubbles
    return (*(replace(bubble, buttons=()) for bubble in earlier), last)
