"""The key that signs the sessions: given by the operator, or made once and kept in a file."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

logger = logging.getLogger(__name__)

BYTES = 32


def signing_key(given: str, path: Path) -> str:
    """The key `given`, else that in `path`, which is made (mode 600) when it is missing.

    Raises:
        OSError: the file cannot be read or made.
        ValueError: the file is empty.
    """
    if given:
        return given
    try:
        _make(path)
        logger.warning(
            "CHAT_SECRET n’est pas défini : une clé a été créée dans %s. Avec plusieurs serveurs, "
            "donnez-leur la même par CHAT_SECRET.",
            path.name,
        )
    except FileExistsError:
        pass
    key = path.read_text(encoding="ascii").strip()
    if len(key) < BYTES:
        raise ValueError(f"{path.name} ne contient pas de clé : supprimez ce fichier.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name first: a server that starts beside us never reads half.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(BYTES))
        os.link(draft, path)
    finally:
        draft.unlink()
