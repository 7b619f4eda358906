"""How long a PostgreSQL that has stopped answering is waited for."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg2 import OperationalError, extensions

WAIT_SECONDS = 4.0  # the server's own timeouts, of 3 s, come first: they keep the connection
PAUSE_SECONDS = 1.0  # in which a server that did not answer is not asked again


class ServerHangsError(OperationalError):
    """The server takes what it is sent, and says nothing."""


class ServerPatience:
    """Waits for a server in place of libpq, but not for ever.

    A server that is frozen, or whose disk hangs, still acknowledges what it is sent: no timeout
    of the network or of its own ends that wait, during which this process serves nobody. psycopg2
    closes a connection whose wait fails. The hook is the one made for coroutine libraries:
    https://www.psycopg.org/docs/advanced.html#support-for-coroutine-libraries

    Args:
        wait: seconds for one answer, or for one connection to be made.
        pause: seconds during which all who ask the same server are then refused at once.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        wait: float = WAIT_SECONDS,
        pause: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wait = wait
        self._pause = pause
        self._clock = clock
        self._hangs_until: dict[str, float] = {}

    def __call__(self, connection: extensions.connection) -> None:
        """Returns once the server has answered.

        Raises:
            ServerHangsError: it has not in time, or did not a moment ago.
        """
        now = self._clock()
        if now < self._hangs_until.get(connection.dsn, now):
            raise ServerHangsError("the server did not answer a moment ago")
        end = now + self._wait
        while (state := connection.poll()) != extensions.POLL_OK:
            if not _ready(connection, state, end - self._clock()):
                self._hangs_until[connection.dsn] = self._clock() + self._pause
                raise ServerHangsError(f"the server has not answered for {self._wait} s")


def limit_waits() -> None:
    """Has this process wait no longer for any PostgreSQL."""
    if extensions.get_wait_callback() is None:
        extensions.set_wait_callback(ServerPatience())


@contextmanager
def without_limit() -> Iterator[None]:
    """Has this process wait as long as it takes, for work during which nobody is served."""
    limit = extensions.get_wait_callback()
    extensions.set_wait_callback(None)
    try:
        yield
    finally:
        extensions.set_wait_callback(limit)


def _ready(connection: extensions.connection, state: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    return bool(poll.poll(max(seconds, 0) * 1000))
