"""The door: who asks, how often, and what is kept; the assistant stands behind it."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from channels.assistant import Assistant, Turn
from channels.guard import shown_text
from channels.web import problems
from channels.web.conversations import Conversations, KeptTurn, now
from channels.web.messages import Said, Thumb
from channels.web.rates import Rate
from channels.web.tokens import InvalidTokenError, Token, Tokens

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
UNREADABLE = "(message illisible)"


@dataclass(frozen=True)
class Limits:
    """How much is taken.

    Attributes:
        text_chars: of a message.
        word_chars: of the word with a thumb.
        turn_seconds: that a turn may take in all.
        turns_at_once: under way or waiting.
        session: messages of one conversation.
        address: requests of one address.
        opening: conversations that one address opens.
    """

    text_chars: int
    word_chars: int
    turn_seconds: float
    turns_at_once: int
    session: Rate
    address: Rate
    opening: Rate


class Door:
    """Answers for one conversation what its token allows, and nothing else.

    Args:
        assistant: what is behind.
        conversations: what is kept.
        tokens: the proof of whose conversation it is.
        limits: how much is taken.
        log: is told of each turn: its id and figures, no words.
    """

    def __init__(
        self,
        assistant: Assistant,
        conversations: Conversations,
        tokens: Tokens,
        limits: Limits,
        log: Callable[..., Any],
    ) -> None:
        self._assistant = assistant
        self._conversations = conversations
        self._tokens = tokens
        self._limits = limits
        self._log = log
        self._under_way = 0
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    def check(self) -> None:
        """Whether visitors can be answered.

        Raises:
            SQLAlchemyError: the database is away.
        """
        self._conversations.check()

    async def open(self, address: str) -> dict[str, Any]:
        """A new conversation with the assistant's first words.

        Raises:
            Problem: 429, 503, 504.
        """
        self._limits.opening.spend(address)
        return await self._in_time(self._open)

    async def history(self, token: str, address: str) -> dict[str, Any]:
        """The whole conversation, with a token that lives its full time again.

        Raises:
            Problem: 401, 429.
        """
        session = self._session(token, address)
        return self._whole(self._tokens.renew(session), self._conversations.history(session))

    async def send(self, token: str, key: str, said: Said, address: str) -> dict[str, Any]:
        """The turn that answers a message; the same one when its key comes again.

        Raises:
            Problem: 400, 401, 422, 429, 503, 504.
        """
        session = self._session(token, address)
        if not _KEY.fullmatch(key):
            raise problems.malformed(
                "L’en-tête Idempotency-Key doit porter 16 à 64 lettres, chiffres ou tirets",
                "The header Idempotency-Key must hold 16 to 64 letters, digits or dashes",
            )
        if len(said.words) > self._limits.text_chars:
            raise problems.too_long(self._limits.text_chars)
        if not said.words.strip():
            raise problems.empty()
        kept = self._replayed(session, key, said)
        if kept is None:
            self._limits.session.spend(session)
            kept = await self._in_time(lambda: self._answer(session, key, said))
        return kept.as_dict()

    async def rate(self, token: str, thumb: Thumb, address: str) -> None:
        """Keeps what the visitor thinks of a turn.

        Raises:
            Problem: 401, 404, 422, 429.
        """
        session = self._session(token, address)
        word = shown_text(thumb.word or "")
        if len(word) > self._limits.word_chars:
            raise problems.too_long(self._limits.word_chars)
        turn = shown_text(thumb.turn)
        if not self._conversations.rate(session, turn, thumb.useful, word or None, now()):
            raise problems.unknown_turn()

    async def erase(self, token: str, address: str) -> None:
        """Deletes the conversation everywhere; its token is worth nothing from now on.

        Raises:
            Problem: 401, 429.
        """
        session = self._session(token, address)
        async with self._lock(session):  # a turn under way would write it anew
            self._conversations.erase(session)

    def _session(self, token: str, address: str) -> str:
        self._limits.address.spend(address)
        try:
            session = self._tokens.read(token).session
        except InvalidTokenError as error:
            raise problems.unauthorised() from error
        if not self._conversations.exists(session):
            raise problems.unauthorised()
        return session

    def _replayed(self, session: str, key: str, said: Said) -> KeptTurn | None:
        kept = self._conversations.answered(session, key)
        if kept is not None and kept.digest != said.digest:
            raise problems.key_reused()
        return kept

    async def _open(self) -> dict[str, Any]:
        token = self._tokens.mint()
        bubbles = await self._assistant.open(token.session)
        first = KeptTurn(_turn_id(), now(), None, [bubble.as_dict() for bubble in bubbles])
        self._conversations.open(token.session, first)
        self._log("opened", turn=first.turn)
        return self._whole(token, [first])

    async def _answer(self, session: str, key: str, said: Said) -> KeptTurn:
        async with self._lock(session):
            # While this one waited, its twin may have been answered, or the talk erased.
            kept = self._replayed(session, key, said)
            if kept is not None:
                return kept
            if not self._conversations.exists(session):
                raise problems.unauthorised()
            turn = await self._turn(session, said)
            kept = KeptTurn(
                _turn_id(),
                now(),
                turn.said if said.payload is not None else shown_text(said.words) or UNREADABLE,
                [bubble.as_dict() for bubble in turn.bubbles],
                key,
                said.digest,
            )
            self._conversations.add(session, kept)
            self._log(
                "answered",
                turn=kept.turn,
                intent=turn.intent,
                confidence=round(turn.confidence or 0.0, 3),
                milliseconds=round(turn.milliseconds, 1),
                bubbles=len(turn.bubbles),
            )
            return kept

    async def _turn(self, session: str, said: Said) -> Turn:
        if said.payload is not None:
            return await self._assistant.press(session, said.payload)
        return await self._assistant.say(session, said.words)

    async def _in_time(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """What `work` returns, if there is room for it and it ends in time.

        A visitor who hangs up does not end the turn: it is kept for when they ask again.

        Raises:
            Problem: 503 or 504.
        """
        if self._under_way >= self._limits.turns_at_once:
            raise problems.busy()
        self._under_way += 1
        task = asyncio.ensure_future(asyncio.wait_for(work(), self._limits.turn_seconds))
        task.add_done_callback(self._leave)
        try:
            return await asyncio.shield(task)
        except asyncio.TimeoutError as error:
            self._log("too slow")
            raise problems.too_slow() from error

    def _leave(self, _task: asyncio.Task) -> None:
        self._under_way -= 1

    def _lock(self, session: str) -> asyncio.Lock:
        return self._locks.setdefault(session, asyncio.Lock())

    def _whole(self, token: Token, kept: list[KeptTurn]) -> dict[str, Any]:
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.expires))
        return {
            "token": token.text,
            "expires": expires,
            "turns": [turn.as_dict() for turn in kept],
        }


def _turn_id() -> str:
    return secrets.token_urlsafe(12)
