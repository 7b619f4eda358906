"""The assistant's real server: `bin/serve` on a free port of this machine alone."""

from __future__ import annotations

import contextlib
import secrets
import urllib.error
import urllib.request
from pathlib import Path

from harness.files import ROOT
from harness.processes import Command, Program, ProgramError, free_port

MODEL = ROOT / "models" / "assistant.tar.gz"
# Few addresses and conversations send all: the limits would measure themselves.
NO_LIMITS = {
    "CHAT_SESSION_RATE": "100000/minute",
    "CHAT_ADDRESS_RATE": "1000000/minute",
    "CHAT_OPENING_RATE": "1000000/minute",
    "CHAT_OPENING_TOTAL": "1000000/minute",
    "CHAT_ADDRESS_DAY": "9000000/day",
}


class AssistantServer(Program):
    """`bin/serve` with its log and its database in a folder; it may be stopped and started again.

    Args:
        folder: made if it is not there.
        core: where it is held; None for any.
        settings: variables of its environment.
    """

    def __init__(self, folder: Path, core: int | None = None, **settings: str) -> None:
        if not MODEL.exists():
            raise ProgramError("the assistant is not trained: run « make setup »")
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self.local_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = folder / "conversations.db"
        kept = {
            "CONVERSATIONS_URL": f"sqlite:///{self.database}",
            "CHAT_SECRET": secrets.token_urlsafe(32),
        }
        serve = (str(ROOT / "bin" / "serve"), "--port", str(self.port))
        arguments = (*serve, "--local-port", str(self.local_port))
        super().__init__(Command(arguments, ROOT, {**kept, **settings}), folder / "log", core)

    def ready(self) -> bool:
        """Whether visitors may come."""
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"{self.address}/api/v1/ready", timeout=5).close()
            return True
        return False

    def database_size(self) -> float:
        """MB of its SQLite database with the log."""
        files = self.database.parent.glob(f"{self.database.name}*")
        return sum(file.stat().st_size for file in files) / 1e6
