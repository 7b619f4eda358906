"""The attacks of `attacks.yml`, and what a server says to one."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DOCUMENT = Path(__file__).with_name("attacks.yml")
HERE = "<>"  # where a variant stands
REFUSALS = frozenset(range(400, 500))
# Asked last, and by no attack: so it is known which answer is this one's.
LAST = b"GET /api/v1/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
LAST_ANSWER = b'{"status": "ready"}'
# The other side has hung up, before all was sent or read.
GONE = (BrokenPipeError, ConnectionResetError, ssl.SSLError)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


class Outcome(Enum):
    """What is right, as the parts of `attacks.yml` are named."""

    HUNG_UP = "hung_up"
    REFUSED = "refused"
    ANSWERED = "answered"
    WAITING = "waiting"


@dataclass(frozen=True)
class Heard:
    """What came back over one connection.

    Attributes:
        statuses: of the answers to the attack, without "100 Continue".
        in_step: the request after it was answered too.
        in_time: the server answered or hung up within the client's patience.
    """

    statuses: tuple[int, ...]
    in_step: bool
    in_time: bool = True


@dataclass(frozen=True)
class Attack:
    """One request that is none, or that could be read in two ways."""

    variant: str
    sent: bytes
    outcome: Outcome
    statuses: frozenset[int]
    answers: int

    def harm(self, heard: Heard) -> str:
        """What is wrong with what the server did; nothing when it did well."""
        if not heard.in_time:
            return f"{heard.statuses or 'nothing'}, and then the server waits"
        if len(heard.statuses) > self.answers:
            return f"answered {heard.statuses}, where {self.answers} request was meant"
        if self.outcome is Outcome.HUNG_UP and heard.in_step:
            return f"answered {heard.statuses}, and the connection goes on"
        if self.outcome is Outcome.ANSWERED and not heard.statuses:
            return "not answered"
        if not self.statuses.issuperset(heard.statuses):
            return f"answered {heard.statuses}"
        return ""


@dataclass(frozen=True)
class Kind:
    """Attacks of one kind."""

    name: str
    attacks: tuple[Attack, ...]

    def __str__(self) -> str:
        return self.name


def kinds(outcome: Outcome) -> list[Kind]:
    """All that should have this outcome."""
    document = YAML(typ="safe").load(DOCUMENT)
    return [Kind(kind["name"], tuple(_attacks(kind, outcome))) for kind in document[outcome.value]]


def _attacks(kind: dict[str, Any], outcome: Outcome) -> Iterator[Attack]:
    statuses = frozenset(kind.get("statuses", REFUSALS))
    for variant in kind.get("with", [""]):
        text, name = variant, repr(variant)
        if isinstance(variant, dict):
            text, name = variant["text"] * variant["times"], str(variant)
        sent = kind["send"].replace(HERE, text).encode("latin-1")
        yield Attack(name, sent, outcome, statuses, kind.get("answers", 1))


def exchange(connection: socket.socket, sent: bytes) -> Heard:
    """Sends an attack, and once there is a word to it an ordinary request; hears to the end.

    Args:
        connection: new, with the client's patience as its timeout.
        sent: the attack.
    """
    received, in_time = b"", True
    try:
        with suppress(*GONE):  # there may be an answer all the same
            connection.sendall(sent)
            received = connection.recv(65536)
            connection.sendall(LAST)
        while part := connection.recv(65536):
            received += part
    except GONE:
        pass
    except TimeoutError:
        in_time = False
    in_step = LAST_ANSWER in received
    statuses = [int(status) for status in _STATUS.findall(received) if status != b"100"]
    return Heard(tuple(statuses[:-1] if in_step else statuses), in_step, in_time)
