"""Who listens on this machine, as Linux tells it."""

from __future__ import annotations

import ipaddress
import socket
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
LISTENS = "0A"


@dataclass(frozen=True)
class Listener:
    """A socket that listens.

    Attributes:
        address: where.
        port: on which port.
        account: the number of whoever opened it.
    """

    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    port: int
    account: int

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        mapped = getattr(self.address, "ipv4_mapped", None)
        return (mapped or self.address).is_loopback

    @property
    def host(self) -> str:
        """Where this machine reaches it, as an address of the web has it."""
        every = self.address.is_unspecified
        if self.address.version == 4:
            return "127.0.0.1" if every else str(self.address)
        return "[::1]" if every else f"[{self.address}]"


def listeners(tables: Sequence[Path] = TABLES) -> list[Listener]:
    """All sockets that listen on this machine."""
    return [one for table in tables if table.exists() for one in _read(table)]


def _read(table: Path) -> Iterator[Listener]:
    for line in table.read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        address, _, port = fields[1].partition(":")
        if fields[3] == LISTENS:
            yield Listener(_address(address), int(port, 16), int(fields[7]))


def _address(words: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """From words of 32 bits, as this processor orders their bytes."""
    packed = b"".join(
        struct.pack("=I", int(words[at : at + 8], 16)) for at in range(0, len(words), 8)
    )
    family = socket.AF_INET if len(packed) == 4 else socket.AF_INET6
    return ipaddress.ip_address(socket.inet_ntop(family, packed))
