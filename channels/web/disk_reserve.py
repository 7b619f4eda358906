"""Room on the disk that is given up when it is full, so that visitors can still erase."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import Engine

# Erasing the longest conversation writes every page that it stood on to SQLite's journal first.
BYTES = 4_000_000


class DiskReserve:
    """A file of nothing beside a database.

    Args:
        path: of the file.
        size: in bytes.
    """

    def __init__(self, path: Path, size: int = BYTES) -> None:
        self._path = path
        self._size = size

    def keep(self) -> None:
        """Takes the room, unless it is taken already or there is none."""
        if self._path.exists():
            return
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            with draft.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._size)
            draft.rename(self._path)
        except OSError:
            draft.unlink(missing_ok=True)

    def give_up(self) -> None:
        """Leaves the room to whoever writes next."""
        self._path.unlink(missing_ok=True)


def disk_reserve(engine: Engine) -> DiskReserve | None:
    """The reserve beside an SQLite file; another database keeps its own disk."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return None
    return DiskReserve(reserve_file(Path(file)))


def reserve_file(database: Path) -> Path:
    """Where the reserve of a database in a file is."""
    return database.with_name(f"{database.name}.reserve")
