"""What operators and their tools ask, on a port of this machine alone."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.web.metrics import Metrics
from channels.web.readiness import NotReadyError, Readiness

logger = logging.getLogger(__name__)


class OperatorsApplication:
    """`/metrics` for Prometheus, and `/ready` with what answers visitors, as ASGI.

    Args:
        metrics: what is counted.
        readiness: whether visitors can be answered, and by what.
    """

    def __init__(self, metrics: Metrics, readiness: Readiness) -> None:
        self._metrics = metrics
        self._readiness = readiness
        metrics.ready(self._is_ready)
        self._starlette = Starlette(
            routes=[Route("/metrics", self._page), Route("/ready", self._ready)]
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """See the specification of ASGI."""
        await self._starlette(scope, receive, send)

    async def _page(self, _request: Request) -> Response:
        return Response(self._metrics.page(), headers={"Content-Type": self._metrics.content_type})

    async def _ready(self, _request: Request) -> Response:
        try:
            told = {"status": "ready", **self._readiness.check().as_dict()}
        except (NotReadyError, SQLAlchemyError) as error:
            return _json({"status": "not ready", "cause": cause(error)}, 503)
        return _json(told)

    def _is_ready(self) -> bool:
        """Whether visitors can be answered; the metrics' versions are those that answer."""
        try:
            self._metrics.versions(**self._readiness.check().as_dict())
        except (NotReadyError, SQLAlchemyError) as error:
            logger.error("not ready: %s", cause(error))
            return False
        return True


class ByPort:
    """One server for two applications: which one is meant is told by the port.

    Args:
        public: answers on every other port.
        local: answers on the sockets that only operators reach.
        sockets: those.
    """

    def __init__(self, public: Any, local: Any, sockets: Iterable[socket.socket]) -> None:
        self._public = public
        self._local = local
        self._local_ports = {one.getsockname()[1] for one in sockets}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """See the specification of ASGI."""
        application = self._local if scope["server"][1] in self._local_ports else self._public
        await application(scope, receive, send)


def cause(error: Exception) -> str:
    """Why visitors are not answered, without what a database's address may hold."""
    return str(error) if isinstance(error, NotReadyError) else type(error).__name__


def _json(value: Any, status: int = 200) -> Response:
    document = json.dumps(value, ensure_ascii=False).encode()
    return Response(document, status, media_type="application/json")
