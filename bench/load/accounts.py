"""What processes have taken of the machine: CPU and memory, as Linux counts them."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from bench.peers.processes import memory_of

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6
PARENT, OWN, WAITED_FOR = 1, slice(11, 13), slice(13, 15)  # fields of stat behind the name


class Weight(NamedTuple):
    """Memory at one moment.

    Attributes:
        time: by the machine's clock.
        rss: MB that the process has in memory.
        pss: MB, what is shared with others counted in part.
        database: MB of the files of the database.
    """

    time: float
    rss: float
    pss: float
    database: float


def cpu_seconds(processes: Iterable[int]) -> float:
    """User and system time of the processes and of their children, those that ended too."""
    mine = set(processes)
    total = 0
    for process, fields in _all():
        if process in mine:
            total += _sum(fields[OWN]) + _sum(fields[WAITED_FOR])
        elif int(fields[PARENT]) in mine:
            total += _sum(fields[OWN])
    return total / TICKS


def resident(process: int) -> float:
    """MB that a process has in memory (RSS)."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_MB


def database_size(file: Path) -> float:
    """MB of an SQLite database with its log."""
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) / 1e6


class Watch:
    """Looks at the memory of a server again and again while a `with` block runs.

    Args:
        process: the server; it leads a session of its own.
        database: its file.
        seconds: between two looks.
    """

    def __init__(self, process: int, database: Path, seconds: float) -> None:
        self._look: Callable[[], Weight] = lambda: Weight(
            time.monotonic(), resident(process), memory_of([process]), database_size(database)
        )
        self._seconds = seconds
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.seen: list[Weight] = []

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.is_set():
            with contextlib.suppress(OSError):  # a file may just be going
                self.seen.append(self._look())
            self._end.wait(self._seconds)


def _all() -> Iterable[tuple[int, list[str]]]:
    """Every process with the fields of its stat behind the name, which may hold anything."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text(errors="replace")
                yield int(entry.name), stat.rpartition(")")[2].split()


def _sum(fields: Iterable[str]) -> int:
    return sum(map(int, fields))
