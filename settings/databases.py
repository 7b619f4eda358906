"""Addresses of databases: SQLite in a file that has a place, PostgreSQL with our driver."""

from __future__ import annotations

import os
import re

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from settings.own_folder import VAR
from settings.servers import HOST, PORTS

DATABASES = {"sqlite": "pysqlite", "postgresql": "psycopg2"}  # and the driver of each
FILE = "sqlite:////var/lib/assistant-clusters/fichier.db"
SERVER = "postgresql+psycopg2://nom:mot@machine/base"
FORM = (
    f"il faut une adresse telle que {FILE} ou {SERVER} ; dans le mot de passe, « @ » s’écrit "
    "%40 et « % » %25"
)


def check_database(address: str, *, read_only: bool = False) -> None:
    """Refuses a database that cannot be used.

    Args:
        address: as SQLAlchemy writes it.
        read_only: a file that is there need not be written.

    Raises:
        ValueError: says what to mend.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # whose messages show the password
        raise ValueError(FORM) from None
    backend, _, driver = url.drivername.partition("+")
    if backend not in DATABASES:
        raise ValueError(FORM)
    if driver not in ("", DATABASES[backend]):
        raise ValueError(
            f"le pilote {driver} n’est pas installé : écrivez {backend}+{DATABASES[backend]}"
        )
    if backend == "postgresql":
        _check_server(url)
    else:
        _check_file(_file(url), read_only)


def _check_server(url: URL) -> None:
    strange_host = url.host and not HOST.fullmatch(url.host)
    if strange_host or re.search("[@/]", url.database or "@"):
        raise ValueError(FORM)
    if url.port is not None and url.port not in PORTS:
        raise ValueError(f"il faut un port de {PORTS[0]} à {PORTS[-1]}")


def _file(url: URL) -> str:
    if url.host or url.username or url.password or url.query:
        raise ValueError(f"il faut un chemin entier et rien d’autre, tel que {FILE}")
    if not url.database or url.database == ":memory:":
        raise ValueError(f"une base en mémoire se perd : il faut un fichier, tel que {FILE}")
    if not os.path.isabs(url.database):
        raise ValueError(f"il faut un chemin entier (quatre « / »), tel que {FILE}")
    return os.path.realpath(url.database)


def _check_file(path: str, read_only: bool) -> None:
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise ValueError("c’est un dossier : ajoutez le nom du fichier")
    if os.path.exists(path) and not os.path.isfile(path):
        raise ValueError("ce n’est pas un fichier ordinaire : donnez un autre chemin")
    if not os.path.isdir(folder):
        if folder != str(VAR):
            raise ValueError(
                f"le dossier {folder} n’existe pas, ou ce compte n’y a pas accès : créez-le"
            )
        return
    if read_only and os.path.exists(path):
        if not _may(path, os.R_OK):
            raise ValueError("ce compte ne peut lire ce fichier : donnez-lui-en le droit")
    elif not _may(folder, os.W_OK | os.X_OK):  # SQLite writes its journal beside the file
        raise ValueError(f"ce compte ne peut écrire dans {folder} : donnez-lui-en le droit")
    elif os.path.exists(path) and not _may(path, os.R_OK | os.W_OK):
        raise ValueError("ce compte ne peut écrire ce fichier : donnez-lui-en le droit")


def _may(path: str, what: int) -> bool:
    return os.access(path, what, effective_ids=True)
