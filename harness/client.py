"""A client of our API that says what it is told, right or wrong."""

from __future__ import annotations

import http.client
import json
import uuid
from typing import Any, NamedTuple

API = "/api/v1"
PATIENCE = 30  # seconds for one answer


class Answer(NamedTuple):
    """What came back; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Client:
    """One kept connection to the server, and one conversation at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = self._connect()
        self.token = ""

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)

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
            self.close()
            self._connection = self._connect()
            raise
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, content)

    def open(self) -> Answer:
        """Begins a conversation."""
        answer = self.ask("POST", f"{API}/conversations")
        self.token = answer.json["token"]
        return answer

    def say(self, text: str, key: str | None = None) -> Answer:
        """Sends what a visitor types."""
        return self._send({"text": text}, key)

    def chat(self, text: str) -> str:
        """The words of the answer; `OSError` when there is none."""
        answer = self.say(text)
        if answer.status != 200:
            raise OSError(f"{answer.status}: {answer.body[:300].decode()}")
        return "\n".join(bubble["text"] for bubble in answer.json["bubbles"])

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _send(self, body: dict[str, str], key: str | None = None) -> Answer:
        key = key or uuid.uuid4().hex
        return self.ask("POST", f"{API}/conversation/messages", body, Idempotency_Key=key)


class RestClient:
    """Rasa's `rest` channel: a conversation begins with its first message."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.close = self._connection.close

    def open(self) -> None:
        """Begins a conversation."""
        self._sender = uuid.uuid4().hex

    def chat(self, text: str) -> str:
        """The words of the answer."""
        body = json.dumps({"sender": self._sender, "message": text})
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST", "/webhooks/rest/webhook", body, headers)
        bubbles = json.loads(self._connection.getresponse().read())
        return "\n".join(bubble.get("text", "") for bubble in bubbles)
