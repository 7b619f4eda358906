"""The key that signs the sessions: given by the operator, or made once and kept in a file."""

from __future__ import annotations

import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from settings import SettingsError

logger = logging.getLogger(__name__)

BYTES = 32


def signing_key(given: str, path: Path) -> str:
    """The key `given`, else that in `path`, which is made (mode 600) when it is missing.

    Raises:
        SettingsError: the file cannot be read or made, or holds no key.
    """
    if given:
        return given
    try:
        with suppress(FileNotFoundError):
            return _read(path)
        with suppress(FileExistsError):  # another server was faster
            _make(path)
        return _read(path)
    except OSError as error:
        raise SettingsError(
            f"CHAT_SECRET n’est pas défini et {path} ne peut être lu ni créé ({error.strerror}) : "
            "définissez CHAT_SECRET."
        ) from error


def _read(path: Path) -> str:
    key = path.read_text(encoding="utf-8", errors="replace").strip()
    if len(key) < BYTES or not key.isascii():
        raise SettingsError(
            f"CHAT_SECRET n’est pas défini et {path} ne contient pas de clé : supprimez ce "
            "fichier, une autre sera créée, ou définissez CHAT_SECRET."
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    # Written whole under another name first: a server that starts beside us never reads half.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(BYTES))
        os.link(draft, path)
    finally:
        draft.unlink()
    logger.warning(
        "CHAT_SECRET n’est pas défini : une clé a été créée dans %s. Avec plusieurs serveurs, "
        "donnez-leur la même par CHAT_SECRET.",
        path.name,
    )
