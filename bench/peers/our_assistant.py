"""Our own assistant, as it is served and as its model understands."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from bench.peers.contestant import Command, PreparationError, Served, Serving
from bench.peers.doors import OurDoor
from bench.peers.places import HERE, ROOT
from bench.peers.processes import free_port

MODEL = ROOT / "models" / "assistant.tar.gz"
PYTHON = ROOT / ".venv" / "bin" / "python"
WORKER = HERE / "workers" / "rasa_nlu.py"
# One address and few conversations send all: the limits would measure themselves.
NO_LIMITS = {
    "CHAT_SESSION_RATE": "100000/minute",
    "CHAT_ADDRESS_RATE": "1000000/minute",
    "CHAT_OPENING_RATE": "100000/minute",
}


class OurAssistant(Served):
    """The assistant of this project."""

    name = "assistant"
    title = "l’assistant de ce projet, par `bin/serve`"

    def prepare(self) -> None:
        """See `Contestant`."""
        if not MODEL.exists():
            raise PreparationError("the assistant is not trained: run « make setup »")

    def understanding(self) -> Command:
        """See `Contestant`: the model alone, as Rasa loads it."""
        modules = {"PYTHONPATH": str(ROOT)}
        return Command((str(PYTHON), "-W", "ignore", str(WORKER), str(MODEL)), ROOT, modules)

    def serving(self, folder: Path) -> Serving:
        """See `Served`: one process, its actions inside."""
        port = free_port()
        variables = {
            **NO_LIMITS,
            "CHAT_SECRET": secrets.token_urlsafe(32),
            "CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}",
        }
        command = Command((str(ROOT / "bin" / "serve"), "--port", str(port)), ROOT, variables)
        return Serving([command], partial(OurDoor, port))
