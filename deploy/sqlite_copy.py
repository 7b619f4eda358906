#!/usr/bin/env python3
"""Copies an SQLite database into another file, whole, while both are in use.

usage: deploy/sqlite_copy.py FROM TO
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

PATIENCE = 10.0  # seconds for a writer to end


def copy(source: Path, target: Path) -> None:
    """Makes `target` what `source` is, in one transaction.

    Raises:
        sqlite3.Error: either is damaged, or cannot be read or written.
    """
    # Reading a write-ahead log takes a lock beside it, hence not mode=ro; rw makes no new file.
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as there,
        closing(sqlite3.connect(target, timeout=PATIENCE)) as here,
    ):
        (state,) = there.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(f"{source.name}: {state}")
        there.backup(here)


def main(arguments: list[str]) -> int:
    """Copies; the exit status."""
    if len(arguments) != 2:
        sys.stderr.write("usage : deploy/sqlite_copy.py SOURCE CIBLE\n")
        return 2
    source, target = map(Path, arguments)
    try:
        copy(source, target)
    except sqlite3.Error as error:
        sys.stderr.write(f"✗ {source} → {target} : {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
