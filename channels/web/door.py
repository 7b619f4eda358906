"""The door: who asks, how often, and what is kept; the assistant stands behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from channels.assistant import Assistant, Turn
from channels.guard import shown_text
from channels.web import problems
from channels.web.conversations import (
    Conversations,
    KeptTurn,
    Page,
    Standing,
    UnknownTurnError,
    now,
)
from channels.web.locks import TurnLocks
from channels.web.messages import Asked, Said, Thumb
from channels.web.metrics import Metrics
from channels.web.open_turn import open_turn
from channels.web.rates import Limit
from channels.web.tokens import InvalidTokenError, Token, Tokens

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
UNREADABLE = "(message illisible)"
TICK = dt.timedelta(microseconds=1)
TRIES = 3  # of a message that other processes' turns of the same conversation overtake
AT_ONCE = 8  # messages of one conversation under way or waiting: a person in a hurry sends three
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Limits:
    """How much is taken.

    Attributes:
        text_chars: of a message.
        word_chars: of the word with a thumb.
        turn_seconds: that a turn may take in all.
        turns_at_once: under way or waiting.
        conversation_turns: of one conversation; then a new one begins.
        session: messages of one conversation.
        address: work for one address, see `spend` of each request.
        opening: conversations that one address opens.
        opening_total: conversations that all open together.
        address_day: what one address has kept: turns and thumbs.
    """

    text_chars: int
    word_chars: int
    turn_seconds: float
    turns_at_once: int
    conversation_turns: int
    session: Limit
    address: Limit
    opening: Limit
    opening_total: Limit
    address_day: Limit


class Door:
    """Answers for one conversation what its token allows, and nothing else.

    Args:
        assistant: what is behind.
        conversations: what is kept.
        tokens: the proof of whose conversation it is.
        limits: how much is taken.
        locks: keep the turns of a conversation apart.
        log: is told of each turn: its id and figures, no words.
        metrics: count them.
    """

    def __init__(
        self,
        assistant: Assistant,
        conversations: Conversations,
        tokens: Tokens,
        limits: Limits,
        locks: TurnLocks,
        log: Callable[..., Any],
        metrics: Metrics,
    ) -> None:
        self._assistant = assistant
        self._conversations = conversations
        self._tokens = tokens
        self._limits = limits
        self._locks = locks
        self._log = log
        self._metrics = metrics
        self._under_way: Counter[str] = Counter()

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
        self._limits.opening_total.spend(EVERYBODY)
        self._limits.address_day.spend(address)
        return await self._in_time(address, self._open)

    async def history(self, token: str, asked: Asked, address: str) -> dict[str, Any]:
        """Some turns of the conversation, with a token that lives its full time again.

        Raises:
            Problem: 401, 404, 429.
        """
        session = self._session(token, address)
        try:
            page = self._conversations.history(session, asked.last, asked.before, asked.since)
        except UnknownTurnError as error:
            self._must_exist(session)
            raise problems.unknown_turn() from error
        if not page.turns:
            self._must_exist(session)
        return self._whole(self._tokens.renew(session), page)

    async def send(self, token: str, key: str, said: Said, address: str) -> dict[str, Any]:
        """The turn that answers a message; the same one when its key comes again.

        Raises:
            Problem: 400, 401, 409, 422, 429, 503, 504.
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
        if self._under_way[session] >= AT_ONCE:
            raise problems.too_many(1)
        kept = await self._in_time(session, lambda: self._answer(session, key, said, address))
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
        self._limits.address_day.spend(address)
        if not self._conversations.rate(session, turn, thumb.useful, word or None, now()):
            raise problems.unknown_turn()
        self._metrics.rated(thumb.useful)

    async def erase(self, token: str, address: str) -> None:
        """Deletes the conversation everywhere; its token is worth nothing from now on.

        Raises:
            Problem: 401, 429.
        """
        session = self._session(token, address)
        self._must_exist(session)
        async with self._locks.hold(session):  # a turn under way would write it anew
            await self._aside(self._conversations.erase, session)
        await self._aside(self._conversations.empty_journal)
        self._metrics.erased(session)

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
        self._metrics.opened()
        return self._whole(token, Page([first], more=False))

    def _must_exist(self, session: str) -> None:
        if not self._conversations.exists(session):
            raise problems.unauthorised()

    async def _answer(self, session: str, key: str, said: Said, address: str) -> KeptTurn:
        begun = time.perf_counter()
        async with self._locks.hold(session):
            standing = self._standing(session, key, said)
            if standing.kept is None:
                self._limits.session.spend(session)
                self._limits.address_day.spend(address)
            for _ in range(TRIES):
                kept = standing.kept or await self._new_turn(
                    session, standing.version, key, said, begun
                )
                if kept is not None:
                    return kept
                standing = self._standing(session, key, said)
        raise problems.busy()

    def _standing(self, session: str, key: str, said: Said) -> Standing:
        """See `Conversations.standing`."""
        standing = self._conversations.standing(session, key)
        if standing is None:
            raise problems.unauthorised()
        if standing.kept is not None and standing.kept.digest != said.digest:
            raise problems.key_reused()
        if standing.kept is None and standing.turns >= self._limits.conversation_turns:
            raise problems.full()
        return standing

    async def _new_turn(
        self, session: str, version: dt.datetime, key: str, said: Said, begun: float
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
                self._metrics.overtaken()
                return None
            under_way.written(kept.time)
        self._metrics.turn(session, turn, time.perf_counter() - begun)
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
            earlier = partial(self._conversations.offered, session)
            return await self._assistant.press(session, said.payload, earlier)
        return await self._assistant.say(session, said.words)

    async def _in_time(self, who: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """What `work` for `who` returns, if there is room for it and it ends in time.

        A visitor who hangs up does not end the turn: it is kept for when they ask again.

        Raises:
            Problem: 503 or 504.
        """
        if self.under_way >= self._limits.turns_at_once:
            raise problems.busy()
        self._under_way[who] += 1
        task = asyncio.ensure_future(asyncio.wait_for(work(), self._limits.turn_seconds))
        task.add_done_callback(lambda _: self._leave(who))
        try:
            return await asyncio.shield(task)
        except asyncio.TimeoutError as error:
            self._log("too slow")
            self._metrics.too_slow()
            raise problems.too_slow() from error

    @property
    def under_way(self) -> int:
        """How many turns and openings are under way or waiting."""
        return sum(self._under_way.values())

    def _leave(self, who: str) -> None:
        self._under_way[who] -= 1
        if not self._under_way[who]:
            del self._under_way[who]

    async def _aside(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """What `work` returns; it is long, and others are answered meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(None, work, *arguments)

    def _whole(self, token: Token, page: Page) -> dict[str, Any]:
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.expires))
        return {
            "token": token.text,
            "expires": expires,
            "turns": [turn.as_dict() for turn in page.turns],
            "more": page.more,
        }


def _new_id() -> str:
    return secrets.token_urlsafe(12)
