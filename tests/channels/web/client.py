"""A client of the door that says what it is told, right or wrong."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass
from typing import Any

API = "/api/v1"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """One kept connection to the server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = self._connect()
        self.token = ""

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; `body` is bytes, or becomes JSON. Underscores in names are dashes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        try:
            self._connection.request(method, path, body, sent)
            answer = self._connection.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = self._connect()
            raise
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, content)

    def open(self) -> Answer:
        answer = self.ask("POST", f"{API}/conversations")
        self.token = answer.json["token"]
        return answer

    def say(self, text: str, key: str | None = None) -> Answer:
        return self._send({"text": text}, key)

    def press(self, payload: str) -> Answer:
        return self._send({"payload": payload}, None)

    def _send(self, body: dict[str, str], key: str | None) -> Answer:
        key = key or uuid.uuid4().hex
        return self.ask("POST", f"{API}/conversation/messages", body, Idempotency_Key=key)

    def history(self) -> Answer:
        return self.ask("GET", f"{API}/conversation")
