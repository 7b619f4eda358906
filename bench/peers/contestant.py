"""What the comparison asks of each of those that it compares."""

from __future__ import annotations

import abc
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.peers.doors import Door
from bench.peers.errors import ComparisonError

QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


class PreparationError(ComparisonError):
    """A contestant cannot take part; the message says why."""


@dataclass(frozen=True)
class Command:
    """A program to start.

    Attributes:
        arguments: the program and its arguments.
        folder: where it is started.
        environment: variables on top of those of this process.
    """

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of the program."""
        return {**os.environ, **QUIET, **self.environment}


@dataclass(frozen=True)
class Serving:
    """A contestant as a server.

    Attributes:
        commands: its programs, all of which count.
        door: makes a client of it, with a connection of its own.
    """

    commands: Sequence[Command]
    door: Callable[[], Door]


class Contestant(abc.ABC):
    """One assistant or pipeline.

    Attributes:
        name: on the command line and in the results.
        title: what it is, in French, for the document.
    """

    name: str
    title: str

    @abc.abstractmethod
    def prepare(self) -> None:
        """Makes its environment and trains it, if that is not done.

        Raises:
            PreparationError: it cannot be done.
        """

    @abc.abstractmethod
    def understanding(self) -> Command:
        """The worker that says what it understands (see `worker.py`)."""


class Served(Contestant):
    """A contestant that has a server of its own."""

    @abc.abstractmethod
    def serving(self, folder: Path) -> Serving:
        """The server, on free ports of this machine alone.

        Args:
            folder: empty, for what it keeps during one start.
        """


def run_logged(command: Command, log: Path) -> None:
    """Runs `command` to its end; what it prints goes to `log`.

    Raises:
        PreparationError: it failed; the message ends with its last words.
    """
    with log.open("wb") as target:
        done = subprocess.run(
            command.arguments,
            cwd=command.folder,
            env=command.variables,
            stdout=target,
            stderr=target,
        )
    if done.returncode:
        raise PreparationError(f"{command.arguments[0]} failed:\n{last_words(log)}")


def last_words(log: Path, lines: int = 15) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
