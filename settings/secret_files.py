"""Secrets that stand in a file, as systemd and containers hand them over."""

from __future__ import annotations

import os
from pathlib import Path

MAX_CHARS = 4096


def read_secret(path: str) -> str:
    """The only line of the file at `path`.

    Raises:
        ValueError: there is none; says what to mend.
    """
    if not os.path.isabs(path):
        raise ValueError("il faut le chemin entier d’un fichier, non la valeur elle-même")
    if not os.path.exists(path):
        raise ValueError("ce fichier n’existe pas, ou ce compte n’y a pas accès : créez-le")
    if not os.path.isfile(path):
        raise ValueError("ce n’est pas un fichier ordinaire : donnez un autre chemin")
    try:
        with Path(path).open(encoding="utf-8") as file:
            content = file.read(MAX_CHARS + 1).rstrip("\n")
    except UnicodeDecodeError:
        raise ValueError("ce fichier n’est pas du texte : écrivez-y la valeur seule") from None
    except OSError as error:
        raise ValueError(
            f"ce fichier ne peut être lu ({error.strerror}) : donnez-en le droit à ce compte"
        ) from None
    if not content:
        raise ValueError("ce fichier est vide : écrivez-y la valeur")
    if len(content) > MAX_CHARS or not content.isprintable():
        raise ValueError("il y a plus qu’une ligne de texte : écrivez-y la valeur seule")
    return content
