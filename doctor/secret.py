"""The key that signs the sessions: one that nobody guesses, and nobody else reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from doctor.finding import Finding, fault, good, warning
from doctor.settings_file import private
from settings.settings import MIN_SECRET

# No key of `secrets.token_urlsafe` holds one of them, but once in thousands of millions.
PLACEHOLDER = re.compile(
    r"chang.?(e|ez)?.?(me|moi)|secret|password|mot.?de.?passe|remplace|compl[eé]te|exempl|example|"
    r"123456|…|\.\.\.",
    re.IGNORECASE,
)
FEWEST_SIGNS = 10  # different ones: 32 hexadecimal digits have about 14
MAKE_ONE = (
    "mettez-en une autre dans CHAT_SECRET : "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
)


def given_secret(secret: str) -> Iterator[Finding]:
    """Whether the key of the settings could be guessed."""
    if PLACEHOLDER.search(secret) or len(set(secret)) < FEWEST_SIGNS:
        yield fault("clé des sessions : elle se devine, ce n’est qu’un exemple", MAKE_ONE)
    else:
        yield good("clé des sessions : donnée par les réglages")


def kept_secret(path: Path, several: bool) -> Iterator[Finding]:
    """What there is in the place of a key that was not given.

    Args:
        path: the file in which a server keeps the key that it made.
        several: more than one process is to run on this machine.
    """
    try:
        key = path.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        told = "clé des sessions : pas donnée, le premier serveur en fera une"
        yield warning(told, "définissez CHAT_SECRET") if several else good(told)
        return
    except OSError as error:
        yield fault(f"{path} ne peut être lu ({error.strerror})", "définissez CHAT_SECRET")
        return
    if len(key) < MIN_SECRET or not key.isascii():
        yield fault(f"{path} ne contient pas de clé", "supprimez ce fichier, une autre sera faite")
    yield from private(path, "600")
