#!/usr/bin/env python3
"""Is the assistant at an address up, whole and closed? To be run after each deployment.

usage: deploy/smoke.py [--doctor|--no-doctor] https://assistant.exemple.be

It talks as a visitor would, says one line for each check, erases its conversation and ends with
status 1 when a check failed. A certificate of one's own: SSL_CERT_FILE=certificate.pem. At an
address of this machine, `bin/doctor` speaks first, with the settings that deploy/backup.sh reads.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import secrets
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = "/etc/assistant-clusters/env"
SECONDS = 20.0  # the longest that an answer may take
CLOSED = [  # what Rasa opens by itself, and must not here
    ("POST", "/webhooks/rest/webhook"),
    ("GET", "/status"),
    ("GET", "/version"),
    ("GET", "/domain"),
    ("POST", "/model/parse"),
    ("GET", "/conversations/x/tracker"),
    ("POST", "/conversations/x/messages"),
]


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        """The body as an object."""
        return json.loads(self.body)


class Visitor:
    """A client of the server at `address`, with the token of its conversation."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self.token = ""

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """The answer to one request, whatever its status."""
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(
            f"{self._address}{path}", data=data, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def open(self) -> None:
        """Opens a conversation."""
        answer = self.ask("POST", "/api/v1/conversations")
        expect(answer.status == 201, f"statut {answer.status}")
        self.token = answer.json()["token"]

    def say(self, text: str, key: str | None = None) -> Any:
        """The turn that answers `text`."""
        answer = self.ask(
            "POST",
            "/api/v1/conversation/messages",
            {"text": text},
            {"Idempotency-Key": key or secrets.token_hex(16)},
        )
        expect(answer.status == 200, f"statut {answer.status}")
        return answer.json()


class Failed(Exception):  # noqa: N818 - it is no error of this program
    """A check did not find what it should; the message (French) says what it found."""


def expect(holds: bool, found: str) -> None:
    """Ends the check when `holds` does not."""
    if not holds:
        raise Failed(found)


def is_ready(visitor: Visitor) -> None:
    """The model is loaded and the database answers."""
    answer = visitor.ask("GET", "/api/v1/ready")
    expect(answer.status == 200, f"statut {answer.status}")


def domain_question(visitor: Visitor) -> None:
    """What the page says is known."""
    text = _text(visitor.say("C’est quoi un cluster ?"))
    expect("entreprises" in text, text)


def database_question(visitor: Visitor) -> None:
    """What the catalogue holds is known."""
    text = _text(visitor.say("Quels sont les clusters ?"))
    expect("TWEED" in text, text)


def said_once(visitor: Visitor) -> None:
    """The same message again is the same turn."""
    key = secrets.token_hex(16)
    first, again = (visitor.say("Merci !", key) for _ in range(2))
    expect(first == again, "deux réponses différentes à la même clé")


def history(visitor: Visitor) -> None:
    """The conversation can be read again."""
    page = visitor.ask("GET", "/api/v1/conversation").json()
    expect(len(page["turns"]) == 4, f"{len(page['turns'])} tours au lieu de 4")
    expect(page["more"] is False, "d’autres tours la précéderaient")


def erased(visitor: Visitor) -> None:
    """Nothing is left of the conversation."""
    answer = visitor.ask("DELETE", "/api/v1/conversation")
    expect(answer.status == 204, f"statut {answer.status}")
    answer = visitor.ask("GET", "/api/v1/conversation")
    expect(answer.status == 401, f"encore lisible : statut {answer.status}")
    visitor.token = ""


def widget(visitor: Visitor) -> None:
    """The widget is served to every site, as a script, compressed."""
    path = "/widget/clusters-chat.js"
    answer = visitor.ask("GET", path, headers={"Accept-Encoding": "gzip"})
    expect(answer.status == 200, f"statut {answer.status}")
    kind = answer.headers.get("Content-Type", "")
    expect(kind.startswith("text/javascript"), f"type {kind}")
    expect(answer.headers.get("Access-Control-Allow-Origin") == "*", "fermé aux autres sites")
    expect(answer.headers.get("Content-Encoding") == "gzip", "non compressé")
    plain = visitor.ask("GET", path).body
    expect(gzip.decompress(answer.body) == plain, "compressé, il est un autre")


def closed(visitor: Visitor) -> None:
    """Nothing of Rasa's own API can be reached."""
    for method, path in CLOSED:
        status = visitor.ask(method, path, {} if method == "POST" else None).status
        expect(status in (404, 405), f"{method} {path} répond {status}")


def foreign_site(visitor: Visitor) -> None:
    """A page of a site that is not listed is not answered."""
    headers = {"Origin": "https://ailleurs.invalid"}
    answer = visitor.ask("GET", "/api/v1/conversation", headers=headers)
    expect(answer.status == 403, f"statut {answer.status}")


CHECKS: list[tuple[str, Callable[[Visitor], None]]] = [
    ("le serveur est prêt", is_ready),
    ("une conversation s’ouvre", Visitor.open),
    ("une question sur la page a sa réponse", domain_question),
    ("une question sur la base a sa réponse", database_question),
    ("un message répété n’est dit qu’une fois", said_once),
    ("la conversation se relit", history),
    ("elle s’efface, et son jeton ne vaut plus rien", erased),
    ("le widget est servi, compressé", widget),
    ("l’API et le canal rest de Rasa sont fermés", closed),
    ("un site qui n’est pas listé est refusé", foreign_site),
]


def run(address: str) -> Iterator[tuple[str, str | None]]:
    """Each check's name with what went wrong, None when it holds."""
    visitor = Visitor(address)
    try:
        for name, check in CHECKS:
            try:
                check(visitor)
            except (Failed, OSError, ValueError, KeyError) as error:
                yield name, str(error) or type(error).__name__
            else:
                yield name, None
    finally:
        if visitor.token:
            with contextlib.suppress(OSError):
                visitor.ask("DELETE", "/api/v1/conversation")


def is_installed_here(root: Path = ROOT) -> bool:
    """Whether this file stands in a project that `make setup` has installed."""
    return (root / "bin" / "doctor").exists() and (root / ".venv" / "bin" / "python").exists()


def is_of_this_machine(address: str) -> bool:
    """Whether one of the addresses behind the name is one that this machine has."""
    try:
        found = socket.getaddrinfo(urllib.parse.urlsplit(address).hostname, 0)
    except OSError:
        return False
    return any(_is_ours(family, place) for family, _, _, _, place in found)


def doctor(root: Path = ROOT) -> bool:
    """Has `bin/doctor` print what it finds; whether there is no fault."""
    settings = os.environ.get("SETTINGS", SETTINGS)
    chosen = ["--settings", settings] if os.path.isfile(settings) else []
    return subprocess.run([root / "bin" / "doctor", *chosen]).returncode == 0


def main(arguments: list[str]) -> int:
    """Runs the checks; the exit status."""
    parser = argparse.ArgumentParser("deploy/smoke.py", description="Le service marche-t-il ?")
    parser.add_argument("address", metavar="ADRESSE", help="https://assistant.exemple.be")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--doctor", action="store_true", help="bin/doctor d’abord")
    which.add_argument("--no-doctor", action="store_false", dest="doctor", help="sans bin/doctor")
    parser.set_defaults(doctor=None)
    chosen = parser.parse_args(arguments)
    if not chosen.address.startswith(("http://", "https://")):
        parser.error("il faut une adresse telle que https://assistant.exemple.be")
    wanted = chosen.doctor
    if wanted is None:
        wanted = is_installed_here() and is_of_this_machine(chosen.address)
    failures = int(wanted and not doctor())
    for name, wrong in run(chosen.address):
        failures += wrong is not None
        sys.stdout.write(f"✗ {name} : {wrong}\n" if wrong else f"✓ {name}\n")
        sys.stdout.flush()
    return 1 if failures else 0


def _is_ours(family: int, place: Any) -> bool:
    """Only an address of this machine can be bound; to a port of UDP, which disturbs nobody."""
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.bind(place)
        return True
    return False


def _text(turn: Any) -> str:
    return " ".join(bubble["text"] for bubble in turn["bubbles"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
