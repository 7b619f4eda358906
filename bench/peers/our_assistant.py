"""Our own assistant: its server, and its model as Rasa loads it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.paths import PYTHON
from bench.peers.contestant import RASA_WORKER, Contestant, Server, ask
from harness.client import Client
from harness.files import ROOT
from harness.processes import Command, ProgramError
from harness.questions import Understood
from harness.server import MODEL, NO_LIMITS, AssistantServer


class OurAssistant(Contestant):
    """The assistant of this project: one process, its actions inside."""

    name = "assistant"

    def prepare(self) -> None:
        """See `Contestant`."""
        if not MODEL.exists():
            raise ProgramError("the assistant is not trained: run « make setup »")

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        worker = (str(PYTHON), "-W", "ignore", str(RASA_WORKER), str(MODEL))
        return ask(Command(worker, ROOT, {"PYTHONPATH": str(ROOT)}), questions)

    def server(self, folder: Path) -> Server:
        """See `Contestant`."""
        server = AssistantServer(folder, None, **NO_LIMITS)
        return Server([server], partial(Client, server.port))
