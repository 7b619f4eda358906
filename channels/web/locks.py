"""One turn at a time in each conversation, in this process or across processes."""

from __future__ import annotations

import asyncio
import contextlib
import weakref
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from channels.web.outage import Outage

LEASE_SECONDS = 15  # longer than a turn: a process that dies does not hold a conversation for ever
PATIENCE_SECONDS = 2  # for another process's turn; then the database decides (`Conversations.add`)
POLL_SECONDS = 0.03


class TurnLocks(Protocol):
    """Keeps the turns of a conversation apart."""

    def hold(self, session: str) -> AbstractAsyncContextManager[None]:
        """Waits until no other turn of `session` is under way."""
        ...


class ProcessLocks:
    """Locks among the turns of this process."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, session: str) -> AsyncIterator[None]:
        """See `TurnLocks`."""
        async with self._locks.setdefault(session, asyncio.Lock()):
            yield


class RedisLocks:
    """Locks among the turns of all processes that share a Redis.

    They save work: two processes that answer the same message at once would both compute what
    only one of them may keep. That it is kept once is up to the database, so a turn goes on
    without the lock when Redis is away or another process is dead with the lock in its hands.

    Args:
        redis: the server.
        outage: whether it is away.
    """

    def __init__(self, redis: Redis, outage: Outage) -> None:
        self._redis = redis
        self._outage = outage
        self._own = ProcessLocks()

    @asynccontextmanager
    async def hold(self, session: str) -> AsyncIterator[None]:
        """See `TurnLocks`."""
        async with self._own.hold(session):
            lock = Lock(
                self._redis,
                f"turn:{session}",
                timeout=LEASE_SECONDS,
                sleep=POLL_SECONDS,
                blocking_timeout=PATIENCE_SECONDS,
            )
            held = await self._acquire(lock)
            try:
                yield
            finally:
                if held:
                    await self._release(lock)

    async def _acquire(self, lock: Lock) -> bool:
        """Whether the lock is ours."""
        if self._outage.under_way:
            return False
        try:
            return bool(await lock.acquire())
        except RedisError as error:
            self._outage.begin(type(error).__name__)
            return False

    async def _release(self, lock: Lock) -> None:
        try:
            with contextlib.suppress(LockError):  # the lease ran out meanwhile
                await lock.release()
        except RedisError as error:
            self._outage.begin(type(error).__name__)
