"""The web channel: the door as HTTP, on Rasa's port."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from ruamel.yaml import YAML
from sanic import Blueprint, Sanic
from sanic.exceptions import (
    MethodNotSupported,
    NotFound,
    PayloadTooLarge,
    SanicException,
    ServiceUnavailable,
)
from sanic.request import Request
from sanic.response import HTTPResponse, raw
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from channels.assistant import Assistant
from channels.web import problems
from channels.web.conversations import Conversations
from channels.web.database import SECRET_FILE, shared_engine
from channels.web.door import Door, Limits
from channels.web.messages import Said, Thumb, read_body
from channels.web.origins import Origins
from channels.web.outage import Outage
from channels.web.pages import Pages
from channels.web.problems import Problem
from channels.web.rates import address_key
from channels.web.secret import signing_key
from channels.web.shared_state import shared_state
from channels.web.tokens import Tokens
from channels.web.turn_log import turn_log
from settings import Settings, read_settings

logger = logging.getLogger(__name__)

API = "/api/v1"
DESCRIPTION = Path(__file__).with_name("openapi.yml")
JSON = "application/json"
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "600",
}


class WebChannel(InputChannel):
    """The channel of the widget; named in `credentials.yml`.

    Conversations are opened by the server and proved by a token, so nobody speaks in another's
    name; Rasa's own channels believe the name that they are given.

    Args:
        settings: limits, origins, secret.
        url: the database of the conversations.
        secret_file: where the key is kept when the settings have none.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        url: str | None = None,
        secret_file: Path = SECRET_FILE,
    ) -> None:
        self._settings = settings or read_settings()
        self._url = url or self._settings.conversations_address
        self._key = signing_key(self._settings.secret.get_secret_value(), secret_file)
        self._origins = Origins(self._settings.allowed_origins)
        self._pages = Pages()
        self._description = YAML(typ="safe").load(DESCRIPTION)
        # Waiting for a database that is away holds up everybody: one of them finds out for all.
        self._database = Outage("the database", pause=1)
        self._door: Door | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "web"

    def url_prefix(self) -> str:
        """All of the port: the paths are in the routes."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Messages reach Rasa through `Assistant`, as those of `bin/ask` do."""
        blueprint = Blueprint("web")
        api = [
            ("/conversations", "POST", self._open),
            ("/conversation", "GET", self._history),
            ("/conversation", "DELETE", self._erase),
            ("/conversation/messages", "POST", self._send),
            ("/conversation/feedback", "POST", self._rate),
            ("/health", "GET", self._health),
            ("/ready", "GET", self._ready),
            ("/openapi.json", "GET", self._describe),
        ]
        for path, method, handler in api:
            _route(blueprint, f"{API}{path}", [method], handler)
        for path in sorted({path for path, _, _ in api}):
            _route(blueprint, f"{API}{path}", ["OPTIONS"], self._preflight)
        _route(blueprint, "/<path:path>", ["GET", "HEAD"], self._page)
        blueprint.listener("after_server_start")(partial(self._begin))
        blueprint.exception(Exception)(partial(self.refuse))
        blueprint.middleware("response")(partial(self._secure))
        return blueprint

    def _begin(self, app: Sanic, _loop: Any) -> None:
        """Opens the door once Rasa has its agent."""
        settings = self._settings
        shared = shared_state(settings.redis_url)
        self._door = Door(
            Assistant(app.ctx.agent),
            Conversations(shared_engine(self._url)),
            Tokens(self._key, settings.session_hours * 3600),
            Limits(
                text_chars=settings.text_chars,
                word_chars=settings.word_chars,
                turn_seconds=settings.turn_seconds,
                turns_at_once=settings.turns_at_once,
                session=shared.limit(settings.session_rate, "session"),
                address=shared.limit(settings.address_rate, "address"),
                opening=shared.limit(settings.opening_rate, "opening"),
            ),
            shared.locks,
            turn_log(),
        )

    @property
    def _opened(self) -> Door:
        if self._door is None:
            raise problems.busy(5)
        if self._database.under_way:
            raise problems.busy(2)
        return self._door

    async def _open(self, request: Request) -> HTTPResponse:
        self._admit(request)
        return _json(await self._opened.open(_address(request)), 201)

    async def _history(self, request: Request) -> HTTPResponse:
        self._admit(request)
        return _json(await self._opened.history(_token(request), _address(request)))

    async def _send(self, request: Request) -> HTTPResponse:
        self._admit(request)
        said = read_body(Said, self._body(request))
        key = request.headers.get("idempotency-key", "")
        turn = await self._opened.send(_token(request), key, said, _address(request))
        return _json(turn)

    async def _rate(self, request: Request) -> HTTPResponse:
        self._admit(request)
        thumb = read_body(Thumb, self._body(request))
        await self._opened.rate(_token(request), thumb, _address(request))
        return raw(b"", status=204)

    async def _erase(self, request: Request) -> HTTPResponse:
        self._admit(request)
        await self._opened.erase(_token(request), _address(request))
        return raw(b"", status=204)

    async def _health(self, request: Request) -> HTTPResponse:
        """The process lives."""
        return _json({"status": "ok"})

    async def _ready(self, request: Request) -> HTTPResponse:
        """Visitors can be answered: the model is there, and so is the database."""
        try:
            self._opened.check()
        except SQLAlchemyError as error:
            raise problems.busy(5) from error
        return _json({"status": "ready"})

    async def _describe(self, request: Request) -> HTTPResponse:
        return _json(self._description)

    async def _preflight(self, request: Request) -> HTTPResponse:
        self._admit(request)
        return raw(b"", status=204, headers=PREFLIGHT)

    async def _page(self, request: Request, path: str) -> HTTPResponse:
        return self._pages.answer(request, path)

    async def first_page(self, request: Request) -> HTTPResponse:
        """The page at "/"; not in the blueprint, for `rasa run` has a greeting of its own there."""
        return self._pages.answer(request, "")

    def _admit(self, request: Request) -> None:
        host = request.headers.get("host", "")
        request.ctx.origin = self._origins.admitted(request.headers.get("origin"), host)

    def _body(self, request: Request) -> bytes:
        if request.content_type.partition(";")[0].strip().lower() != JSON:
            raise problems.not_json()
        if len(request.body) > self._settings.body_bytes:
            raise problems.too_big(self._settings.body_bytes)
        return bytes(request.body)

    async def refuse(self, request: Request, error: Exception) -> HTTPResponse:
        """What went wrong, as a problem document; what is inside of us stays there."""
        problem = self._problem(request, error)
        document = json.dumps(problem.as_dict(), ensure_ascii=False).encode()
        headers = {**problem.headers, "Content-Language": "fr"}
        return raw(document, problem.status, headers, problems.MEDIA_TYPE)

    def _problem(self, request: Request, error: Exception) -> Problem:
        if isinstance(error, Problem):
            return error
        if isinstance(error, NotFound):
            return problems.not_found()
        if isinstance(error, MethodNotSupported):
            return problems.wrong_method((error.headers or {}).get("Allow", "GET"))
        if isinstance(error, PayloadTooLarge):
            return problems.too_big(self._settings.body_bytes)
        if isinstance(error, ServiceUnavailable):  # the visitor hung up, or waited too long
            return problems.busy()
        if isinstance(error, SanicException) and 400 <= (error.status_code or 500) < 500:
            return problems.malformed("Elle n’a pas pu être lue", "It could not be read")
        if isinstance(error, OperationalError):
            self._database.begin(error)
            return problems.busy(2)
        if isinstance(error, SQLAlchemyError):
            logger.error("the database failed: %s", type(error).__name__)
            return problems.busy(5)
        logger.error("a request failed", exc_info=error)
        return problems.failed()

    async def _secure(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return self.secure(request, response)

    def secure(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        """The answer with the headers that keep browsers from doing more than is meant."""
        for name, value in SAFE.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", API_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(f"{API}/"):
            response.headers["Vary"] = "Origin"
            origin = getattr(request.ctx, "origin", None)
            if origin:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"
                response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def _route(blueprint: Blueprint, path: str, methods: list[str], handler: Callable) -> None:
    # Sanic leaves marks on its handlers, which a bound method does not bear.
    name = f"{handler.__name__}{path}"
    blueprint.add_route(partial(handler), path, methods=methods, name=name)


def _json(value: Any, status: int = 200) -> HTTPResponse:
    return raw(json.dumps(value, ensure_ascii=False).encode(), status, content_type=JSON)


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise problems.unauthorised()
    return token


def _address(request: Request) -> str:
    """Who asks: as the proxy says when one is configured (SANIC_PROXIES_COUNT), else the peer."""
    return address_key(request.remote_addr or request.ip)
