"""What systemd does with a unit's `WatchdogSec`, for it cannot be process 1 here."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path


class NotifySocket:
    """Hears what processes say to their service manager.

    Args:
        path: of the socket.
    """

    def __init__(self, path: Path) -> None:
        self.environment = {"NOTIFY_SOCKET": str(path)}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))

    def hear(self, patience: float) -> str | None:
        """The next state; None when nothing is said for so many seconds."""
        self._socket.settimeout(patience)
        try:
            return self._socket.recv(4096).decode()
        except TimeoutError:
            return None

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def watchdog(notify: NotifySocket, pid: int, patience: float) -> Iterator[list[float]]:
    """Ends the process when it says nothing for so many seconds.

    Yields:
        When it was ended, in seconds of the monotonic clock.
    """
    ended: list[float] = []
    done = threading.Event()

    def watch() -> None:
        heard = time.monotonic()
        while not done.is_set() and not ended:
            if notify.hear(0.2) is not None:
                heard = time.monotonic()
            elif time.monotonic() - heard > patience:
                ended.append(time.monotonic())
                os.kill(pid, signal.SIGABRT)
                os.kill(pid, signal.SIGCONT)  # systemd does so too, for those that are stopped

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield ended
    finally:
        done.set()
        watcher.join()
