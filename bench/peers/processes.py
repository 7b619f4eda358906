"""Programs that are started, weighed and stopped, with all the processes that they start."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from bench.peers.contestant import Command, last_words
from bench.peers.errors import ComparisonError

GRACE = 15  # seconds between asking a program to end and ending it
KILOBYTE = 1024 / 1e6  # of /proc, in MB


class ProgramEndedError(ComparisonError):
    """A program ended by itself; the message holds its last words."""


class Programs:
    """Programs that run while a `with` block does.

    Each leads a session of its own, by which all its processes are known: they are weighed
    together, and none of them stays behind.

    Args:
        commands: what to start.
        log: where they all write.
    """

    def __init__(self, commands: Sequence[Command], log: Path) -> None:
        self._commands = commands
        self._log = log
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Programs:
        try:
            with self._log.open("ab") as log:
                for command in self._commands:
                    self._started.append(_start(command, stdout=log, stderr=log))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pids(self) -> list[int]:
        """Their process ids, in the order of the commands."""
        return [program.pid for program in self._started]

    def check(self) -> None:
        """Raises `ProgramEndedError` if one of them ended."""
        if any(program.poll() is not None for program in self._started):
            raise ProgramEndedError(last_words(self._log))

    def memory(self) -> float:
        """MB of all their processes (PSS: what is shared counts once)."""
        return memory_of(self.pids)

    def stop(self) -> None:
        """Ends all their processes."""
        stop(self._started)


def start_worker(command: Command, log: Path) -> subprocess.Popen[bytes]:
    """A program that is talked with by its standard input and output."""
    with log.open("ab") as errors:
        return _start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)


def stop(programs: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ends programs that lead sessions, with all processes of these."""
    _signal([program.pid for program in programs], signal.SIGTERM)
    end = time.monotonic() + GRACE
    for program in programs:
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(timeout=max(0.1, end - time.monotonic()))
    _signal([program.pid for program in programs], signal.SIGKILL)
    for program in programs:
        program.wait()


def memory_of(sessions: Sequence[int]) -> float:
    """MB (PSS) of all processes of the sessions."""
    return sum(_pss(process) for process in _members(sessions)) * KILOBYTE


def free_port() -> int:
    """A port that nothing listens on, on this machine's own address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _start(command: Command, **streams: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=command.variables,
        start_new_session=True,
        **streams,  # type: ignore[call-overload]
    )


def _signal(sessions: Sequence[int], number: int) -> None:
    for process in _members(sessions):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def _members(sessions: Sequence[int]) -> list[int]:
    """The processes of the sessions, those that have ended but were not waited for left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            # "pid (name) state ppid pgrp session …"; a name may hold anything, even brackets.
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[3]) in sessions and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def _pss(process: int) -> int:
    """Kilobytes; 0 for a process that has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
