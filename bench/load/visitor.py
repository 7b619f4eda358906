"""A visitor: one connection that is kept alive, one conversation after the other."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import aiohttp

from bench.load.sample import BROKEN, REFUSALS, Sample
from bench.load.visits import ERASE, FEEDBACK, HISTORY, MESSAGE, OPEN, Step

API = "/api/v1"
PATIENCE = 20  # seconds for one answer
KEPT_ALIVE = 60  # seconds, less than the server keeps a connection
JSON = {"Content-Type": "application/json"}


class Visitor:
    """Does the steps of its visits, each when told to.

    Args:
        ports: of the servers, all of this machine; requests go to each in turn.
        address: where it asks from, one of the machine's own (127.0.0.0/8).
        visits: what it does; each visit begins with its opening.
        group: is noted with its samples.
    """

    def __init__(
        self, ports: Sequence[int], address: str, visits: Iterator[list[Step]], group: str = ""
    ) -> None:
        self._servers = cycle([f"http://127.0.0.1:{port}" for port in ports])
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit_per_host=1, local_addr=(address, 0), keepalive_timeout=KEPT_ALIVE
            ),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )
        self._one_at_a_time = asyncio.Lock()
        self._visits = visits
        self._steps: list[Step] = []
        self._group = group
        self._token = ""
        self._turn: dict[str, Any] = {}
        self._key = ""

    async def close(self) -> None:
        """Ends its connections."""
        await self._http.close()

    @property
    def step(self) -> Step:
        """What it does next."""
        if not self._steps:
            self._steps = next(self._visits)
        return self._steps[0]

    async def go(self, due: float | None = None) -> Sample:
        """Does the next step, which was due some time ago or is due now.

        A step that is refused stays the next one; a step that fails ends the visit.
        """
        async with self._one_at_a_time:
            step = self.step
            sent = time.monotonic()
            status, wait = await self._request(step)
            end = time.monotonic()
            if status < 300 and status != BROKEN:
                self._steps = self._steps[1:]
            elif status not in REFUSALS:
                self._steps = []
            if status not in REFUSALS:
                self._key = ""
        due = sent if due is None else due
        return Sample(self._group, step.kind, due, sent, end, status, wait)

    async def _request(self, step: Step) -> tuple[int, float | None]:
        """The status and the seconds of Retry-After."""
        method, path, body = self._asked(step)
        content = None if body is None else json.dumps(body).encode()
        try:
            async with self._http.request(
                method, next(self._servers) + API + path, data=content, headers=self._headers(step)
            ) as answer:
                said = await answer.read()
                if answer.status < 300:
                    self._hear(step, said)
                wait = answer.headers.get("Retry-After")
                return answer.status, None if wait is None else float(wait)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return BROKEN, None

    def _asked(self, step: Step) -> tuple[str, str, Any]:
        """Method, path and body."""
        if step.kind == OPEN:
            return "POST", "/conversations", {}
        if step.kind == MESSAGE:
            return "POST", "/conversation/messages", self._message(step)
        if step.kind == FEEDBACK:
            thumb = {"turn": self._turn["turn"], "useful": len(self._turn["turn"]) % 2 == 0}
            return "POST", "/conversation/feedback", thumb
        return {HISTORY: "GET", ERASE: "DELETE"}[step.kind], "/conversation", None

    def _message(self, step: Step) -> dict[str, str]:
        buttons = self._turn["bubbles"][-1]["buttons"] if step.press else []
        return {"payload": buttons[0]["payload"]} if buttons else {"text": step.text}

    def _headers(self, step: Step) -> dict[str, str]:
        if step.kind == OPEN:
            return JSON
        headers = {**JSON, "Authorization": f"Bearer {self._token}"}
        if step.kind == MESSAGE:
            self._key = self._key or uuid.uuid4().hex  # the same when it is sent again
            headers["Idempotency-Key"] = self._key
        return headers

    def _hear(self, step: Step, said: bytes) -> None:
        if step.kind in (OPEN, HISTORY):
            whole = json.loads(said)
            self._token, self._turn = whole["token"], whole["turns"][-1]
        elif step.kind == MESSAGE:
            self._turn = json.loads(said)


def address_of(number: int) -> str:
    """An address of this machine for each visitor; they are counted apart."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"
