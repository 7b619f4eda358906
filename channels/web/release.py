"""Which release of this program runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

UNKNOWN = "inconnue"


def release(root: Path) -> str:
    """What the file `RELEASE` says, which an image has; else the commit of the clone.

    Args:
        root: the folder of the project.
    """
    told = root / "RELEASE"
    if told.exists():
        return told.read_text(encoding="utf-8").strip() or UNKNOWN
    # The account of the service does not own the clone, which git alone would refuse to read.
    git = ["git", "-c", f"safe.directory={root}", "-C", str(root)]
    command = [*git, "describe", "--always", "--tags", "--dirty"]
    try:
        described = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):  # no git, or no clone
        return UNKNOWN
    return described.stdout.strip() or UNKNOWN
