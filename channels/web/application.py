"""The door as HTTP: routes, refusals and headers, as an ASGI application."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from channels.web import problems
from channels.web.database import UNWRITABLE, cause_of
from channels.web.door import Door
from channels.web.messages import Asked, Said, Thumb, read_body, read_query
from channels.web.metrics import Metrics
from channels.web.origins import Origins
from channels.web.outage import Outage
from channels.web.pages import Pages
from channels.web.problems import Problem
from channels.web.rates import address_key
from channels.web.readiness import NotReadyError, Readiness
from settings import Settings

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

SLOWED_SECONDS = 0.25

Handler = Callable[[Request], Awaitable[Response]]


class Application:
    """What the browsers reach: the API, the widget and the pages.

    Args:
        settings: limits, origins, proxies.
        door: answers.
        readiness: whether visitors can be answered.
        metrics: count what is refused.
    """

    def __init__(
        self, settings: Settings, door: Door, readiness: Readiness, metrics: Metrics
    ) -> None:
        self._settings = settings
        self._door = door
        self._readiness = readiness
        self._metrics = metrics
        self._origins = Origins(settings.allowed_origins)
        self._pages = Pages()
        self._description = YAML(typ="safe").load(DESCRIPTION)
        # Waiting for a database that is away holds up everybody: one of them finds out for all.
        self._database = Outage("the database", pause=1, told=metrics.database_away)
        self._starlette = Starlette(
            routes=self._routes(), exception_handlers={HTTPException: self._not_routed}
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """See the specification of ASGI."""
        await self._starlette(scope, receive, send)

    def _routes(self) -> list[BaseRoute]:
        api: dict[str, dict[str, Handler]] = {
            "/conversations": {"POST": self._open},
            "/conversation": {"GET": self._history, "DELETE": self._erase},
            "/conversation/messages": {"POST": self._send},
            "/conversation/feedback": {"POST": self._rate},
            "/health": {"GET": self._health},
            "/ready": {"GET": self._ready},
            "/openapi.json": {"GET": self._describe},
        }
        # Mounted, so that a wrong method is told as such, and not as a page that is not there.
        mounted = [self._api_route(path, handlers) for path, handlers in api.items()]
        api_router = Router(mounted, redirect_slashes=False)
        return [Mount(API, api_router), self._route("/{path:path}", {"GET": self._page})]

    def _api_route(self, path: str, handlers: Mapping[str, Handler]) -> Route:
        all_handlers = {**handlers, "OPTIONS": self._preflight}
        return self._route(
            path, {method: self._admitted(handler) for method, handler in all_handlers.items()}
        )

    def _admitted(self, handler: Handler) -> Handler:
        """The handler, for pages of our own and of the sites that are listed."""

        async def answer(request: Request) -> Response:
            host = request.headers.get("host", "")
            request.state.origin = self._origins.admitted(request.headers.get("origin"), host)
            return await handler(request)

        return answer

    async def _preflight(self, _request: Request) -> Response:
        return Response(status_code=204, headers=PREFLIGHT)

    def _route(self, path: str, handlers: Mapping[str, Handler]) -> Route:
        async def answer(request: Request) -> Response:
            try:
                response = await handlers[_method(request)](request)
            except Exception as error:  # whatever it is: what is inside of us stays there
                response = self._refused(error)
                if response.status_code == 429:  # who asks without end is slowed down by it
                    await asyncio.sleep(SLOWED_SECONDS)
            return _secured(request, response)

        return Route(path, answer, methods=list(handlers))

    async def _not_routed(self, request: Request, error: Exception) -> Response:
        return _secured(request, self._refused(error))

    async def _open(self, request: Request) -> Response:
        return _json(await self._opened.open(self._address(request)), 201)

    async def _history(self, request: Request) -> Response:
        asked = read_query(Asked, request.query_params.multi_items())
        return _json(await self._opened.history(_token(request), asked, self._address(request)))

    async def _send(self, request: Request) -> Response:
        said = read_body(Said, await self._body(request))
        key = request.headers.get("idempotency-key", "")
        turn = await self._opened.send(_token(request), key, said, self._address(request))
        return _json(turn)

    async def _rate(self, request: Request) -> Response:
        thumb = read_body(Thumb, await self._body(request))
        await self._opened.rate(_token(request), thumb, self._address(request))
        return Response(status_code=204)

    async def _erase(self, request: Request) -> Response:
        await self._opened.erase(_token(request), self._address(request))
        return Response(status_code=204)

    async def _health(self, request: Request) -> Response:
        """The process lives."""
        return _json({"status": "ok"})

    async def _ready(self, request: Request) -> Response:
        """Visitors can be answered."""
        if self._database.under_way:
            raise problems.busy(2)
        self._readiness.check()
        return _json({"status": "ready"})

    async def _describe(self, request: Request) -> Response:
        return _json(self._description)

    async def _page(self, request: Request) -> Response:
        return self._pages.answer(request.path_params["path"], request.headers)

    @property
    def _opened(self) -> Door:
        if self._database.under_way:
            raise problems.busy(2)
        return self._door

    def _address(self, request: Request) -> str:
        """Who asks: as the proxies say that are configured, else the peer."""
        proxies = self._settings.sanic_proxies_count
        told = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
        peer = request.client.host if request.client else ""
        return address_key(told[-proxies].strip() if 0 < proxies <= len(told) else peer)

    async def _body(self, request: Request) -> bytes:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise problems.not_json()
        if int(request.headers.get("content-length", "0")) > self._settings.body_bytes:
            raise problems.too_big(self._settings.body_bytes)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._settings.body_bytes:  # it came in chunks
                raise problems.too_big(self._settings.body_bytes)
        return bytes(body)

    def _refused(self, error: Exception) -> Response:
        """What went wrong, as a problem document."""
        problem = self._problem(error)
        self._metrics.refused(problem.status, problem.slug)
        headers = {**problem.headers, "Content-Language": "fr"}
        document = json.dumps(problem.as_dict(), ensure_ascii=False).encode()
        return Response(document, problem.status, headers, problems.MEDIA_TYPE)

    def _problem(self, error: Exception) -> Problem:
        if isinstance(error, Problem):
            return error
        if isinstance(error, HTTPException):
            if error.status_code == 405:
                return problems.wrong_method((error.headers or {}).get("Allow", "GET"))
            return problems.not_found()
        if isinstance(error, ClientDisconnect):
            return problems.busy()  # which nobody reads
        if isinstance(error, NotReadyError):
            logger.error("not ready: %s", error)
            return problems.busy(5)
        if isinstance(error, OperationalError):
            cause = cause_of(error)
            self._database.begin(cause, at_once=cause in UNWRITABLE)
            return problems.busy(2)
        if isinstance(error, SQLAlchemyError):
            logger.error("the database failed: %s", type(error).__name__)
            return problems.busy(5)
        logger.error("a request failed", exc_info=error)
        self._metrics.failed()
        return problems.failed()


def _method(request: Request) -> str:
    """What is meant: HEAD is a GET whose body stays here."""
    return "GET" if request.method == "HEAD" else request.method


def _secured(request: Request, response: Response) -> Response:
    """The answer with the headers that keep browsers from doing more than is meant."""
    for name, value in SAFE.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", API_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.url.path.startswith(f"{API}/"):
        response.headers["Vary"] = "Origin"
        origin = getattr(request.state, "origin", None)
        if origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False).encode(), status, media_type=JSON)


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise problems.unauthorised()
    return token
