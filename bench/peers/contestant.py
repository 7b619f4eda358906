"""What the comparison asks of each of those that it compares."""

import abc
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bench.paths import NLU, VAR, read_yaml
from bench.results import BenchError
from harness.processes import ROOT, Command, Program

KEPT = VAR / "peers"  # environments, trained peers, results; may be deleted
TEMPLATE, WORKERS = (Path(__file__).with_name(name) for name in ("template", "workers"))
ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class Understood(NamedTuple):
    """The intent of a question, those of its parts if it has some, and how long it took."""

    intent: str | None
    parts: Sequence[str]
    milliseconds: float


class ChatClient(Protocol):
    """Talks with an assistant, one conversation at a time."""

    def open(self) -> None:
        """Begins a conversation."""

    def say(self, text: str) -> str:
        """The answer, all its bubbles in one text."""

    def close(self) -> None:
        """Ends the connection."""


class Server(NamedTuple):
    """A contestant's programs, all of which count, and what makes a client of it."""

    programs: Sequence[Program]
    client: Callable[[], ChatClient]


class Contestant(abc.ABC):
    """One assistant or pipeline."""

    name: str

    @abc.abstractmethod
    def prepare(self) -> None:
        """Makes its environment and trains it, if that is not done; `BenchError` if it cannot."""

    @abc.abstractmethod
    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """What it understands, each question being the first of a conversation."""


class Served(Contestant):
    """One that has a server."""

    @abc.abstractmethod
    def server(self, folder: Path) -> Server:
        """Its server, not yet started, which keeps what it needs in a folder."""


def examples() -> list[tuple[str, str]]:
    """What all learn: texts without annotations, and their intents."""
    return [
        (ENTITY.sub(r"\1", line.strip().removeprefix("- ")), entry["intent"])
        for entry in read_yaml(NLU)["nlu"]
        for line in entry["examples"].splitlines()
    ]


def keep(made: Path, sources: Sequence[Path | str], make: Callable[[], Any]) -> None:
    """Calls `make`, unless what it makes is there and was made of the same files and words."""
    contents = [one.read_bytes() if isinstance(one, Path) else one.encode() for one in sources]
    digest = hashlib.sha256(b"\n".join(contents)).hexdigest()
    stamp = made.with_name(f"{made.name}.sha256")
    if not (made.exists() and stamp.exists() and stamp.read_text() == digest):
        stamp.unlink(missing_ok=True)  # an interruption makes it again
        made.parent.mkdir(parents=True, exist_ok=True)
        make()
        stamp.write_text(digest)


def call(command: Command, text: str = "") -> str:
    """Runs a program to its end with a text on its standard input; what it prints."""
    where: Any = {"cwd": command.folder, "env": command.variables}
    done = subprocess.run(command.arguments, input=text, capture_output=True, text=True, **where)
    if done.returncode:
        raise BenchError(f"{command.arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def ask(command: Command, questions: Sequence[str]) -> list[Understood]:
    """Puts questions to a program that reads and answers lines of JSON."""
    lines = call(command, "".join(json.dumps(one) + "\n" for one in questions)).splitlines()
    return [Understood(**json.loads(line)) for line in lines]


def installed(name: str) -> str:
    """The path of a program, of the project's environment or of the system."""
    found = shutil.which(name, path=str(ROOT / ".venv" / "bin")) or shutil.which(name)
    if not found:
        raise BenchError(f"{name} is not installed: leave its contestant out with --only")
    return found
