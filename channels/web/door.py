"""The door: who asks, how often, and what is kept; the assistant stands behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from channels.assistant import Assistant, Turn
from channels.guard import shown_text
from channels.web import problems
from channels.web.conversations import Conversations, KeptTurn, now
from channels.web.locks import TurnLocks
from channels.web.messages import Said, Thumb
from channels.web.open_turn import open_turn
from channels.web.rates import Limit
from channels.web.tokens import InvalidTokenError, Token, Tokens

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
UNREADABLE = "(message illisible)"
TICK = dt.timedelta(microseconds=1)
TRIES = 3  # of a message that other processes' turns of the same conversation overtake


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
    session: Limit
    address: Limit
    opening: Limit


class Door:
    """Answers for one conversation what its token allows, and nothing else.

    Args:
        assistant: what is behind.
        conversations: what is kept.
        tokens: the proof of whose conversation it is.
        limits: how much is taken.
        locks: keep the turns of a conversation apart.
        log: is told of each turn: its id and figures, no words.
    """

    def __init__(
        self,
        assistant: Assistant,
        conversations: Conversations,
        tokens: Tokens,
        limits: Limits,
        locks: TurnLocks,
        log: Callable[..., Any],
    ) -> None:
        self._assistant = assistant
        self._conversations = conversations
        self._tokens = tokens
        self._limits = limits
        self._locks = locks
        self._log = log
        self._under_way = 0

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
        kept = self._conversations.history(session)
        if not kept:
            raise problems.unauthorised()
        return self._whole(self._tokens.renew(session), kept)

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
        kept = await self._in_time(lambda: self._answer(session, key, said))
        return kept.as_dict()

    async def rate(self, token: str, thumb: Thumb, address: str) -> None:
        """Keeps what the visitor thinks of a turn.

        Raises:
            Problem: 401, 404, 422, 429.
        """
        session = self._session(token, address)
        self._must_exist(session)
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
        self._must_exist(session)
        async with self._locks.hold(session):  # a turn under way would write it anew
            self._conversations.erase(session)
        self._conversations.empty_journal()

    def _session(self, token: str, address: str) -> str:
        """The session that a token proves; whether it is still there is seen when it is used."""
        self._limits.address.spend(address)
        try:
            return self._tokens.read(token).session
        except InvalidTokenError as error:
            raise problems.unauthorised() from error

    async def _open(self) -> dict[str, Any]:
        token = self._tokens.mint()
        with open_turn(token.session, None) as turn:
            bubbles = await self._assistant.open(token.session)
            first = KeptTurn(_new_id(), now(), None, [bubble.as_dict() for bubble in bubbles])
            self._conversations.open(token.session, first, turn.events)
            turn.written(first.time)
        self._log("opened", turn=first.turn)
        return self._whole(token, [first])

    def _must_exist(self, session: str) -> None:
        if not self._conversations.exists(session):
            raise problems.unauthorised()

    async def _answer(self, session: str, key: str, said: Said) -> KeptTurn:
        async with self._locks.hold(session):
            version, kept = self._standing(session, key, said)
            if kept is None:
                self._limits.session.spend(session)
            for _ in range(TRIES):
                kept = kept or await self._new_turn(session, version, key, said)
                if kept is not None:
                    return kept
                version, kept = self._standing(session, key, said)
        raise problems.busy()

    def _standing(self, session: str, key: str, said: Said) -> tuple[dt.datetime, KeptTurn | None]:
        """See `Conversations.standing`."""
        standing = self._conversations.standing(session, key)
        if standing is None:
            raise problems.unauthorised()
        _, kept = standing
        if kept is not None and kept.digest != said.digest:
            raise problems.key_reused()
        return standing

    async def _new_turn(
        self, session: str, version: dt.datetime, key: str, said: Said
    ) -> KeptTurn | None:
        """The turn, once it is kept; None when another process kept one meanwhile."""
        with open_turn(session, version) as under_way:
            turn = await self._turn(session, said)
            kept = KeptTurn(
                _new_id(),
                max(now(), version + TICK),  # a clock that was put back changes no order
                turn.said if said.payload is not None else shown_text(said.words) or UNREADABLE,
                [bubble.as_dict() for bubble in turn.bubbles],
                key,
                said.digest,
            )
            if not self._conversations.add(session, version, kept, under_way.events):
                self._log("overtaken")
                return None
            under_way.written(kept.time)
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

    def _whole(self, token: Token, kept: list[KeptTurn]) -> dict[str, Any]:
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.expires))
        return {
            "token": token.text,
            "expires": expires,
            "turns": [turn.as_dict() for turn in kept],
        }


def _new_id() -> str:
    return secrets.token_urlsafe(12)
