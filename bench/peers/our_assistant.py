"""Our own assistant: its server, and its model as Rasa loads it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.paths import PYTHON
from bench.peers.contestant import WORKERS, Served, Server, Understood, ask
from bench.results import BenchError
from harness.client import Client
from harness.processes import ROOT, Command
from harness.server import MODEL, NO_LIMITS, AssistantServer


class AssistantClient:
    """Our own channel: the server opens the conversation and gives a token for it."""

    def __init__(self, port: int) -> None:
        self._client = Client(port)
        self.close = self._client.close

    def open(self) -> None:
        """See `ChatClient`."""
        self._client.open()

    def say(self, text: str) -> str:
        """See `ChatClient`."""
        answer = self._client.say(text)
        if answer.status != 200:
            raise BenchError(f"{answer.status}: {answer.body[:300].decode()}")
        return "\n".join(bubble["text"] for bubble in answer.json["bubbles"])


class OurAssistant(Served):
    """The assistant of this project: one process, its actions inside."""

    name = "assistant"

    def prepare(self) -> None:
        """See `Contestant`."""
        if not MODEL.exists():
            raise BenchError("the assistant is not trained: run « make setup »")

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        worker = (str(PYTHON), "-W", "ignore", str(WORKERS / "rasa_nlu.py"), str(MODEL))
        return ask(Command(worker, ROOT, {"PYTHONPATH": str(ROOT)}), questions)

    def server(self, folder: Path) -> Server:
        """See `Served`."""
        server = AssistantServer(folder, None, **NO_LIMITS)
        return Server([server], partial(AssistantClient, server.port))
