"""A trained peer is kept until what it is made of changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path


def digest(paths: Sequence[Path], *words: str) -> str:
    """The SHA-256 of the content of files, and of words (versions, settings)."""
    total = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def keep_trained(model: Path, wanted: str, train: Callable[[], None]) -> None:
    """Calls `train`, which writes `model`, unless the model there was made of the same.

    Args:
        model: the file that holds what was learned.
        wanted: the digest of what it is to be made of.
        train: makes it.
    """
    stamp = model.with_name(f"{model.name}.sha256")
    if model.exists() and stamp.exists() and stamp.read_text().strip() == wanted:
        return
    # The model first, then the stamp: an interruption between the two trains again.
    stamp.unlink(missing_ok=True)
    train()
    stamp.write_text(f"{wanted}\n")
