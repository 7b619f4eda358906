"""`bin/serve`: the assistant, its door, the widget and the pages, in one process."""

from __future__ import annotations

import asyncio
import errno
import gc
import secrets
import signal
import socket
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from channels.assistant import Assistant
from channels.web.open_turn import open_turn
from channels.web.service_manager import ServiceManager
from channels.web.strict_protocol import StrictProtocol

HOST = "127.0.0.1"
PORT = 5005
KEEP_ALIVE_SECONDS = 65  # longer than a proxy keeps a connection, so that it is not cut short
CONNECTIONS = 2000  # of the 4096 files that the unit allows
# Said before the first visitor comes, who waits no longer than the tenth: it builds the indexes of
# names and trades, and has each part do its work once.
REHEARSAL = (
    "C’est quoi un cluster ?",
    "Je suis couvreur, quel est mon cluster ?",
    "La liste des clusters",
    "What does TWEED do, and who pays for it?",
)


class PortTakenError(Exception):
    """Something else listens there; the message (French) says what to do."""


def listen(host: str = HOST, port: int = PORT) -> socket.socket:
    """A socket for the server to listen on.

    It does not listen yet: who comes before the model is loaded is refused at once and can go
    to another process, instead of waiting.

    Raises:
        PortTakenError: the port is taken, or is not ours to take.
    """
    claimed = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((host, port))
    except OSError as error:
        claimed.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Le port {port} est déjà pris : lancez « make run PORT={port + 1} »."
        else:
            message = f"Impossible d’écouter sur {host}, port {port} : {error.strerror}."
        raise PortTakenError(message) from error
    return claimed


class Server(uvicorn.Server):
    """uvicorn's server for one application, told what goes on around it.

    Args:
        application: what is served, as ASGI.
        prepare: is awaited before anybody is heard.
        ready: is called when the first visitor may come.
        manager: is told so too, and for as long as the event loop runs.
        beside: run for as long as the server does.
        patience: seconds that turns under way have when the server ends.
    """

    def __init__(
        self,
        application: Any,
        prepare: Callable[[], Any],
        ready: Callable[[], None],
        manager: ServiceManager,
        beside: Sequence[Callable[[], Coroutine[Any, Any, None]]],
        patience: float,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http=StrictProtocol,
                ws="none",
                lifespan="off",
                loop="uvloop",
                log_config=None,
                log_level="error",  # whoever sends what is no HTTP does not fill the log
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the application counts proxies itself
                limit_concurrency=CONNECTIONS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=int(patience),
            )
        )
        self._prepare = prepare
        self._ready = ready
        self._manager = manager
        self._beside = (manager.reassure, *beside)
        self._tasks: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listens, once all is prepared."""
        await self._prepare()
        gc.collect()
        gc.freeze()  # what is there now stays: no turn need look whether it is garbage
        await super().startup(sockets)
        self._ready()
        self._manager.tell("READY=1")
        self._tasks = [asyncio.create_task(one()) for one in self._beside]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends, once the turns under way have."""
        self._manager.tell("STOPPING=1")
        await super().shutdown(sockets)
        for task in self._tasks:
            task.cancel()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until it is told to end by SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)  # uvicorn raises it again once it has ended
        super().run(sockets)


async def rehearse(assistant: Assistant) -> None:
    """A conversation that is kept nowhere."""
    nobody = secrets.token_urlsafe(16)
    with suppress(SQLAlchemyError), open_turn(nobody, None):  # `/ready` will say that it is away
        await assistant.open(nobody)
        for text in REHEARSAL:
            await assistant.say(nobody, text)
