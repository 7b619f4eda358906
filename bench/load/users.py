"""Locust's users, and what one of them knows of its conversation."""

import itertools
import json
import time
import uuid
from typing import Any

from locust import FastHttpUser, task
from locust.exception import StopUser

from bench.load import journeys
from bench.load.journeys import Step
from bench.load.scenario import Group
from harness.client import API

PATIENCE = 20  # seconds for one answer
AFTER_FAILURE = 0.2  # seconds: a server that is away is not hammered
METHODS = {journeys.HISTORY: "GET", journeys.ERASE: "DELETE"}
PATHS = {journeys.OPEN: "s", journeys.MESSAGE: "/messages", journeys.FEEDBACK: "/feedback"}


class AssistantUser(FastHttpUser):
    """Goes on when its group does: as soon as it has its answer, or when a request is due."""

    abstract = True
    network_timeout = connection_timeout = PATIENCE
    group: Group

    def __init__(self, environment: Any) -> None:
        scenario, number = environment.scenario, next(environment.numbers)
        hosts = [f"http://127.0.0.1:{port}{API}" for port in scenario.ports]
        self._servers = itertools.cycle(hosts)
        self.host = next(self._servers)
        super().__init__(environment)
        place, seed = 0 if self.group.abuser else 1 + number, 10_000 * scenario.seed + number
        self._address = f"10.{scenario.seed % 250}.{place // 250}.{1 + place % 250}"
        abuse = journeys.abuse(seed, self.group.opens)
        self._journey = abuse if self.group.abuser else journeys.steps(seed)
        self._step, self._pause = next(self._journey), 0.0
        self._turn: dict[str, Any] = {}
        self._token = self._key = ""

    @task
    def go_on(self) -> None:
        """Does the next step, whose latency counts from when it was due."""
        arrivals = self.environment.arrivals.get(self.group)
        due = arrivals.take() if arrivals else time.monotonic()
        if due is None or (not arrivals and self.environment.recorder.over):
            raise StopUser()
        self._pause = self._do(self._step, due)

    def wait_time(self) -> float:
        """Who is told to wait does, as the widget; an abuser does not."""
        return 0.0 if self.group.abuser else self._pause

    def _do(self, step: Step, due: float) -> float:
        """The seconds to wait; a refused step stays the next, a failed one ends the visit."""
        response = self._send(step, due)
        if response.status_code in (429, 503):
            return float(response.headers.get("Retry-After") or AFTER_FAILURE)
        failed = not 200 <= response.status_code < 300
        self._key, self._step = "", Step(journeys.OPEN) if failed else next(self._journey)
        if not failed and step.kind not in (journeys.FEEDBACK, journeys.ERASE):
            whole = json.loads(response.content)
            self._token = whole.get("token", self._token)
            self._turn = whole["turns"][-1] if "turns" in whole else whole
        return AFTER_FAILURE if failed else 0.0

    def _send(self, step: Step, due: float) -> Any:
        headers = {"X-Forwarded-For": self._address}
        if step.kind != journeys.OPEN:
            headers["Authorization"] = f"Bearer {self._token}"
        if step.kind == journeys.MESSAGE:
            self._key = self._key or uuid.uuid4().hex  # the same when it is sent again
            headers["Idempotency-Key"] = self._key
        told: Any = {"name": step.kind, "context": {"abuser": self.group.abuser, "due": due}}
        method, path = METHODS.get(step.kind, "POST"), "/conversation" + PATHS.get(step.kind, "")
        return self.client.request(
            method, next(self._servers) + path, json=self._body(step), headers=headers, **told
        )

    def _body(self, step: Step) -> dict[str, Any] | None:
        if step.kind == journeys.FEEDBACK:
            return {"turn": self._turn["turn"], "useful": len(self._turn["turn"]) % 2 == 0}
        if step.kind == journeys.MESSAGE:
            buttons = self._turn["bubbles"][-1]["buttons"] if step.press else []
            return {"payload": buttons[0]["payload"]} if buttons else {"text": step.text}
        return {} if step.kind == journeys.OPEN else None
