"""The clock, by which tokens and conversations expire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from doctor.databases import reading_engine
from doctor.finding import Finding, fault, good, warning
from doctor.redis_server import redis_client

WARNING_SECONDS = 5
FAULT_SECONDS = 60
REMEDY = "réglez l’heure (« timedatectl », chrony) : à une fausse heure les sessions expirent mal"

Clock = Callable[[], float]


def database_time(address: str) -> float:
    """What time it is for PostgreSQL, in seconds since 1970.

    Raises:
        SQLAlchemyError: it does not answer.
    """
    with reading_engine(address).connect() as connection:
        asked = text("SELECT extract(epoch FROM clock_timestamp())")
        return float(connection.execute(asked).scalar_one())


def redis_time(address: str) -> float:
    """What time it is for Redis, in seconds since 1970.

    Raises:
        RedisError: it does not answer.
    """
    with redis_client(address) as client:
        seconds, microseconds = client.time()
    return float(seconds + microseconds / 1e6)


def beside(name: str, other: Clock, clock: Clock) -> Iterator[Finding]:
    """Whether a server has the same time; nothing is said of one that does not answer.

    Args:
        name: of the server.
        other: its time.
        clock: ours.
    """
    before = clock()
    try:
        there = other()
    except (SQLAlchemyError, RedisError):
        return
    away = abs(there - (before + clock()) / 2)
    told = f"horloge : à {away:.1f} s de celle de {name}"
    if away > FAULT_SECONDS:
        yield fault(told, REMEDY)
    elif away > WARNING_SECONDS:
        yield warning(told, REMEDY)
    else:
        yield good(told)


def files(paths: Iterable[Path], clock: Clock) -> Iterator[Finding]:
    """Whether something was written later than now.

    Args:
        paths: what the service writes; those that are missing do not count.
        clock: ours.
    """
    written = {path: path.stat().st_mtime for path in paths if path.exists()}
    if not written:
        return
    newest = max(written, key=lambda path: written[path])
    ahead = written[newest] - clock()
    if ahead > WARNING_SECONDS:
        told = f"horloge : {newest} date de {ahead:.0f} s après maintenant"
        yield (fault if ahead > FAULT_SECONDS else warning)(told, REMEDY)
    else:
        yield good("horloge : aucun fichier ne date d’après maintenant")
