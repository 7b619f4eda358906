"""Redis, where several processes share counts and locks."""

from __future__ import annotations

from collections.abc import Iterator

from redis import Redis
from redis.exceptions import RedisError

from doctor.finding import Finding, fault, good, warning

SECONDS = 3.0


def redis_client(address: str) -> Redis:
    """A client that does not wait for long.

    Args:
        address: as the settings have it.
    """
    return Redis.from_url(address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


def redis_server(address: str) -> Iterator[Finding]:
    """Whether Redis answers, and keeps nothing of visitors on its disk."""
    client = redis_client(address)
    try:
        version = client.info("server")["redis_version"]
        persists = client.info("persistence").get("aof_enabled")
    except RedisError as error:
        told = next(iter(str(error).splitlines()), type(error).__name__)
        yield fault(f"Redis ne répond pas : {told}", "démarrez-le ; sinon, CHAT_REDIS_URL")
        return
    finally:
        client.close()
    if persists:
        yield warning("Redis garde des adresses de visiteurs sur son disque", "appendonly no")
    yield good(f"Redis {version} répond")


def several_processes(ports: int, address: str) -> Iterator[Finding]:
    """Whether processes that serve together also count together.

    Args:
        ports: how many processes this machine has.
        address: of Redis; nothing when there is none.
    """
    if ports > 1 and not address:
        told = f"{ports} processus sans Redis : chacun compte seul, ses limites valent {ports} fois"
        yield warning(told, "CHAT_REDIS_URL, ou des limites plus basses")
