"""Programs that are started, weighed and stopped, with all the processes that they start."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from harness.files import ROOT

PATIENCE = 180  # seconds for a program to come up on a busy machine
GRACE = 30  # seconds between asking a program to end and ending it
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


class ProgramError(Exception):
    """A program cannot be used; the message says why."""


@dataclass(frozen=True)
class Command:
    """A program to start: its arguments, where, and variables on top of ours."""

    arguments: tuple[str, ...]
    folder: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of the program."""
        return {**os.environ, **QUIET, **self.environment}


class Program:
    """A program that runs while a `with` block does, held on one core if one is given."""

    def __init__(self, command: Command, log: Path, core: int | None = None) -> None:
        self.command, self.log, self._core = command, log, core
        self.process: psutil.Popen | None = None

    def __enter__(self) -> Program:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it, and waits until it is ready."""
        with self.log.open("ab") as log:
            self.process = psutil.Popen(
                self.command.arguments,
                cwd=self.command.folder,
                env=self.command.variables,
                stdout=log,
                stderr=log,
            )
        if self._core is not None:  # before it has threads, which inherit it
            self.process.cpu_affinity([self._core])
        end = time.monotonic() + PATIENCE
        try:
            while not self.ready():
                self.check()
                if time.monotonic() > end:
                    raise ProgramError(f"not ready in time:\n{self.last_words()}")
                time.sleep(0.02)
        except BaseException:
            self.stop()
            raise

    def ready(self) -> bool:
        """Whether it may be used; at once, unless a subclass knows better."""
        return True

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def check(self) -> None:
        """Raises `ProgramError` with its last words if it ended by itself."""
        if not self.running:
            raise ProgramError(f"{self.command.arguments[0]} ended:\n{self.last_words()}")

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])

    def cpu_seconds(self) -> float:
        """User and system time of it and of all processes below it, those that ended too."""
        total = 0.0
        for process in self._family():
            with contextlib.suppress(psutil.Error):
                total += sum(process.cpu_times()[:4])
        return total

    def memory(self) -> tuple[float, float]:
        """MB of it and of all processes below it: RSS, and PSS (what is shared counts once)."""
        rss = pss = 0.0
        for process in self._family():
            with contextlib.suppress(psutil.Error):
                full = process.memory_full_info()
                rss, pss = rss + full.rss / 1e6, pss + full.pss / 1e6
        return rss, pss

    def stop(self) -> None:
        """Ends it and all processes below it."""
        family = self._family()
        for process in family:
            with contextlib.suppress(psutil.Error):
                process.terminate()
        for process in psutil.wait_procs(family, timeout=GRACE)[1]:
            with contextlib.suppress(psutil.Error):
                process.kill()

    def _family(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.Error):
            if self.process is not None:
                return [self.process, *self.process.children(recursive=True)]
        return []


def free_port() -> int:
    """A port that nothing listens on, on this machine's own address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run_to_end(command: Command, text: str = "") -> str:
    """Runs a program to its end with a text on its standard input; what it prints."""
    where: Any = {"cwd": command.folder, "env": command.variables}
    done = subprocess.run(command.arguments, input=text, capture_output=True, text=True, **where)
    if done.returncode:
        raise ProgramError(f"{command.arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def installed(name: str) -> str:
    """The path of a program, of the project's environment or of the system."""
    found = shutil.which(name, path=str(ROOT / ".venv" / "bin")) or shutil.which(name)
    if not found:
        raise ProgramError(f"{name} is not installed: it is needed here")
    return found
