"""Clients of the assistants that have a server; both speak HTTP and keep their connection."""

from __future__ import annotations

import abc
import http.client
import json
import uuid
from typing import Any

from bench.peers.errors import ComparisonError

HOST = "127.0.0.1"
PATIENCE = 60  # seconds for one answer
API = "/api/v1"


class DoorError(ComparisonError):
    """The server refused; the message holds its status and its words."""


class Door(abc.ABC):
    """A visitor in front of an assistant: one conversation at a time.

    Args:
        port: of the server, on this machine.
    """

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)

    @abc.abstractmethod
    def open(self) -> None:
        """Begins a new conversation."""

    @abc.abstractmethod
    def say(self, text: str) -> str:
        """The answer to `text`, all its bubbles in one text."""

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _post(self, path: str, body: Any, headers: dict[str, str]) -> Any:
        content = json.dumps(body).encode()
        self._connection.request(
            "POST", path, content, {"Content-Type": "application/json", **headers}
        )
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status >= 300:
            raise DoorError(f"{answer.status}: {said[:500].decode(errors='replace')}")
        return json.loads(said)


class RestDoor(Door):
    """Rasa's `rest` channel: a conversation begins with its first message."""

    def open(self) -> None:
        """See `Door`."""
        self._sender = uuid.uuid4().hex

    def say(self, text: str) -> str:
        """See `Door`."""
        body = {"sender": self._sender, "message": text}
        bubbles = self._post("/webhooks/rest/webhook", body, {})
        return "\n".join(bubble.get("text", "") for bubble in bubbles)


class OurDoor(Door):
    """Our own channel: the server opens the conversation and gives a token for it."""

    def open(self) -> None:
        """See `Door`."""
        token = self._post(f"{API}/conversations", {}, {})["token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def say(self, text: str) -> str:
        """See `Door`."""
        headers = {**self._headers, "Idempotency-Key": uuid.uuid4().hex}
        turn = self._post(f"{API}/conversation/messages", {"text": text}, headers)
        return "\n".join(bubble["text"] for bubble in turn["bubbles"])
