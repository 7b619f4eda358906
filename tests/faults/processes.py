"""Server processes that are killed, stopped and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from actions.cluster_catalogue.engine import ROOT
from harness.server import NO_LIMITS
from tests.servers import SECRET, free_port, wait_for

SERVE = (str(ROOT / "bin" / "serve"),)
# A start script composes the same server with an action that fails.
FAULTY = (sys.executable, "-W", "ignore", "-m", "tests.faults.faulty_server")
UNLIMITED = {
    **NO_LIMITS,
    "CHAT_SECRET": SECRET,
    "RASA_TELEMETRY_ENABLED": "false",
    "OPENBLAS_NUM_THREADS": "1",
}
END_SECONDS = 30
RESTART_SECONDS = 2.0  # RestartSec of the unit


class Process:
    """One server on a port of its own.

    Args:
        folder: for its log.
        settings: variables of its environment.
        command: what starts it.
    """

    def __init__(
        self, folder: Path, settings: Mapping[str, str], command: Sequence[str] = SERVE
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"log-{self.port}"
        self._command = command
        self.environment = {**os.environ, **UNLIMITED, **settings}
        self._process: subprocess.Popen | None = None

    @property
    def process(self) -> subprocess.Popen:
        assert self._process is not None
        return self._process

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Starts it, and waits until visitors may come."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )

    def wait(self) -> None:
        wait_for(f"{self.address}/api/v1/ready", self.process)

    def kill(self) -> None:
        """As the kernel does when memory is short."""
        self.process.kill()
        self.process.wait(timeout=END_SECONDS)

    def terminate(self) -> int:
        """Asks it to end; the exit status."""
        self.process.terminate()
        return self.process.wait(timeout=END_SECONDS)

    def replace(self, command: Sequence[str]) -> float:
        """Ends it, and starts another program where it was; when it had ended."""
        assert self.terminate() == 0
        ended = time.monotonic()
        self._command = command
        self.start()
        return ended

    def end(self) -> None:
        """For finalisers: it is gone afterwards."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    @contextlib.contextmanager
    def supervised(self) -> Iterator[list[int]]:
        """Started again whenever it ends, as `Restart=always` of the unit has it.

        Yields:
            The exit statuses so far, negative for a signal.
        """
        ends: list[int] = []
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.05):
                if not self.alive:
                    ends.append(self.process.returncode)
                    done.wait(RESTART_SECONDS)
                    self.launch()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield ends
        finally:
            done.set()
            watcher.join()

    def told(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def children(parent: int) -> list[int]:
    """The processes that `parent` started."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in listed.split()]


def freeze(pids: Sequence[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


def thaw(pids: Sequence[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


def wait_until(condition: Callable[[], bool], patience: float, what: str) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {patience} s"
        time.sleep(0.05)
