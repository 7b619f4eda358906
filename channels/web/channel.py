"""The door as a channel of Rasa, for `rasa run`; `bin/serve` has a server of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.web.application import Application
from channels.web.building import build_applications
from channels.web.database import SECRET_FILE
from channels.web.secret import signing_key
from settings import read_settings

METHODS = ["GET", "HEAD", "POST", "DELETE", "OPTIONS"]


class WebChannel(InputChannel):
    """The channel of the widget; named in `credentials.yml`.

    Conversations are opened by the server and proved by a token, so nobody speaks in another's
    name; Rasa's own channels believe the name that they are given.
    """

    def __init__(self) -> None:
        self._settings = read_settings()
        self._key = signing_key(self._settings.secret.get_secret_value(), SECRET_FILE)
        self._application: Application | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "web"

    def url_prefix(self) -> str:
        """All of the port: the paths are those of the application."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """One route to all. Messages reach Rasa through `Assistant`, as those of `bin/ask` do."""
        blueprint = Blueprint("web")
        blueprint.add_route(partial(self._pass_on), "/<path:path>", methods=METHODS, name="all")
        blueprint.listener("after_server_start")(partial(self._begin))
        return blueprint

    def _begin(self, app: Sanic, _loop: Any) -> None:
        """Opens the door once Rasa has its agent."""
        self._application = build_applications(app.ctx.agent, self._settings, self._key).public

    async def _pass_on(self, request: Request, path: str) -> HTTPResponse:
        """What the application answers to Sanic's request."""
        assert self._application is not None  # Sanic listens after it has begun
        answer = HTTPResponse()
        body = bytearray()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": request.body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                for name, value in message["headers"]:
                    answer.headers.add(name.decode("latin-1"), value.decode("latin-1"))
            body.extend(message.get("body", b""))

        await self._application(_scope(request, path), receive, send)
        answer.content_type = answer.headers.pop("content-type", None)
        answer.headers.pop("content-length", None)  # Sanic counts itself
        answer.body = bytes(body)
        return answer


def _scope(request: Request, path: str) -> dict[str, Any]:
    """The request as ASGI tells it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": request.version,
        "method": request.method,
        "scheme": request.scheme,
        "path": f"/{path}",
        "raw_path": request.raw_url.partition(b"?")[0],
        "query_string": request.query_string.encode("latin-1"),
        "root_path": "",
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in request.headers.items()
        ],
        "client": (request.ip, request.port),
        "server": None,
    }
