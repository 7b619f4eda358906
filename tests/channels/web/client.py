"""A client of the door that says what it is told, right or wrong."""

from __future__ import annotations

from harness import client
from harness.client import API, Answer

__all__ = ["API", "Answer", "Client"]


class Client(client.Client):
    """One kept connection to the server."""

    def press(self, payload: str) -> Answer:
        return self._send({"payload": payload})

    def history(self) -> Answer:
        return self.ask("GET", f"{API}/conversation")
