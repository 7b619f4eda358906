"""What the comparison asks of each of those that it compares."""

import abc
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.paths import NLU, VAR
from harness.files import read_yaml
from harness.processes import Command, Program, run_to_end
from harness.questions import Understood

KEPT = VAR / "peers"  # environments, trained peers, results; may be deleted
TEMPLATE, WORKERS = (Path(__file__).with_name(name) for name in ("template", "workers"))
RASA_WORKER = WORKERS / "rasa_nlu.py"
ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class Server(NamedTuple):
    """A contestant's programs, and what makes a client that can `open`, `chat` and `close`."""

    programs: Sequence[Program]
    client: Callable[[], Any]


class Contestant(abc.ABC):
    """One assistant or pipeline."""

    name: str

    @abc.abstractmethod
    def prepare(self) -> None:
        """Makes its environment and trains it, if that is not done; `ProgramError` if it cannot."""

    @abc.abstractmethod
    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """What it understands, each question being the first of a conversation."""

    def server(self, folder: Path) -> Server | None:
        """Its server, not yet started, which keeps what it needs in a folder; None without one."""
        return None


def examples() -> list[tuple[str, str]]:
    """What all learn: texts without annotations, and their intents."""
    return [
        (ENTITY.sub(r"\1", line.strip().removeprefix("- ")), entry["intent"])
        for entry in read_yaml(NLU)["nlu"]
        for line in entry["examples"].splitlines()
    ]


def keep(made: Path, sources: Iterable[Path | str], make: Callable[[], Any]) -> None:
    """Calls `make`, unless what it makes is there and was made of the same files and words."""
    contents = [one.read_bytes() if isinstance(one, Path) else one.encode() for one in sources]
    digest = hashlib.sha256(b"\n".join(contents)).hexdigest()
    stamp = made.with_name(f"{made.name}.sha256")
    if not (made.exists() and stamp.exists() and stamp.read_text() == digest):
        stamp.unlink(missing_ok=True)  # an interruption makes it again
        made.parent.mkdir(parents=True, exist_ok=True)
        make()
        stamp.write_text(digest)


def ask(command: Command, questions: Sequence[str]) -> list[Understood]:
    """Puts questions to a program that reads and answers lines of JSON."""
    lines = run_to_end(command, "".join(json.dumps(one) + "\n" for one in questions)).splitlines()
    return [Understood(**json.loads(line)) for line in lines]
