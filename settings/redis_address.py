"""Addresses of Redis: "redis://127.0.0.1:6379/0"."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from settings.servers import HOST, PORTS

SCHEMES = ("redis", "rediss", "unix")
MOST_DATABASES = 10_000
PASSWORD = "dans le mot de passe, « / », « ? » et « # » s’écrivent %2F, %3F et %23"
FORM = (
    "il faut une adresse telle que redis://127.0.0.1:6379/0, rediss://… ou unix:///chemin ; "
    f"{PASSWORD}"
)


def check_redis(address: str) -> None:
    """Refuses what the client would not understand, or would understand otherwise.

    Raises:
        ValueError: says what to write.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ValueError(FORM) from None
    if not address.startswith(tuple(f"{scheme}://" for scheme in SCHEMES)) or parts.fragment:
        raise ValueError(FORM)
    if parts.scheme == "unix":
        if not parts.path.startswith("/") or parts.netloc.rpartition("@")[2]:
            raise ValueError("il faut le chemin entier, tel que unix:///run/redis/redis.sock")
    else:
        _check_server(parts)
    _check_options(address, parts.query)


def _check_server(parts: SplitResult) -> None:
    if not HOST.fullmatch(parts.hostname or ""):
        raise ValueError(FORM)
    try:
        known = parts.port is None or parts.port in PORTS
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"il faut un port de {PORTS[0]} à {PORTS[-1]} ; {PASSWORD}")
    if not re.fullmatch(r"/?|/[0-9]{1,4}", parts.path):
        raise ValueError(
            f"il faut un numéro de base, tel que redis://127.0.0.1:6379/0 ; {PASSWORD}"
        )


def _check_options(address: str, options: str) -> None:
    from redis.connection import ConnectionPool

    try:
        parse_qsl(options, strict_parsing=bool(options))  # the client skips what has no value
        connection = ConnectionPool.from_url(address).make_connection()  # does not connect yet
        known = 0 <= int(connection.db) < MOST_DATABASES
    except (AttributeError, TypeError, ValueError):
        known = False
    if not known:
        raise ValueError("retirez ce qui suit « ? » : le client de Redis ne le comprend pas")
