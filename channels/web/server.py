"""`bin/serve`: the assistant, its door, the widget and the pages, in one process."""

from __future__ import annotations

import errno
import gc
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from channels.assistant import Assistant
from channels.web.channel import WebChannel
from channels.web.open_turn import open_turn
from channels.web.service_manager import ServiceManager

HOST = "127.0.0.1"
PORT = 5005
KEEP_ALIVE_SECONDS = 65  # longer than a proxy keeps a connection, so that it is not cut short
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
    claimed = socket.socket()
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


def build_app(
    agent: Agent,
    channel: WebChannel,
    ready: Callable[[], None],
    manager: ServiceManager,
    **config: Any,
) -> Sanic:
    """The server with one channel and no other route.

    Args:
        agent: Rasa's agent with its model.
        channel: the door.
        ready: is called when the first visitor may come.
        manager: is told so too, and for as long as the event loop runs.
        config: settings of Sanic.
    """
    app = Sanic("assistant", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_SECONDS
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.update_config(config)
    app.ctx.agent = agent
    register([channel], app, route="/")
    app.add_route(partial(channel.first_page), "/", methods=["GET", "HEAD"], name="first_page")
    app.error_handler.add(Exception, channel.refuse)
    app.register_middleware(channel.secure, "response")  # type: ignore[arg-type]

    async def warm_up(_app: Sanic, _loop: Any) -> None:
        await rehearse(Assistant(agent))

    async def announce(_app: Sanic, _loop: Any) -> None:
        gc.collect()
        gc.freeze()  # what is there now stays: no turn need look whether it is garbage
        ready()
        manager.tell("READY=1")
        app.add_task(manager.reassure())

    async def stop(_app: Sanic, _loop: Any) -> None:
        manager.tell("STOPPING=1")
        app.ctx.stopping = True

    async def hang_up(request: Request, _response: HTTPResponse) -> None:
        # Sanic would go on serving kept connections, and cut them in mid-turn after 15 seconds.
        if app.ctx.stopping and request.stream is not None:
            request.stream.keep_alive = False

    app.ctx.stopping = False
    app.register_middleware(hang_up, "response")  # type: ignore[arg-type]
    app.register_listener(warm_up, "before_server_start")
    app.register_listener(announce, "after_server_start")
    app.register_listener(stop, "before_server_stop")
    return app


async def rehearse(assistant: Assistant) -> None:
    """A conversation that is kept nowhere."""
    nobody = secrets.token_urlsafe(16)
    with suppress(SQLAlchemyError), open_turn(nobody, None):  # `/ready` will say that it is away
        await assistant.open(nobody)
        for text in REHEARSAL:
            await assistant.say(nobody, text)
