"""The attacks on framing and headers behind nginx: what it lets pass does no harm either."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

import pytest

from tests.channels.web.attacks import Attack, Heard, Outcome, exchange, kinds
from tests.deploy.client import Client
from tests.deploy.conftest import Deployment
from tests.deploy.nginx import NAME, Nginx

pytestmark = pytest.mark.slow
PATIENCE = 5  # seconds of the client
TRACES = re.compile("Traceback|a request failed|exception", re.IGNORECASE)
FAILED = re.compile(r" 127\.0\.0\.1:\d+ 5\d\d \S+$", re.MULTILINE)  # a process, and its status
OF_NGINX = {501, 505}  # an encoding or a version that it does not know
KINDS = [
    kind
    for outcome in (Outcome.HUNG_UP, Outcome.REFUSED, Outcome.ANSWERED)
    for kind in kinds(outcome)
]


def attacked(nginx: Nginx, attack: Attack, address: str) -> Heard:
    tls = ssl.create_default_context(cafile=str(nginx.certificate))
    with (
        socket.create_connection(("127.0.0.1", nginx.port), PATIENCE, (address, 0)) as plain,
        tls.wrap_socket(plain, server_hostname=NAME) as connection,
    ):
        return exchange(connection, attack.sent)


@pytest.fixture(scope="module")
def visitor(whole_deployment: Deployment) -> Client:
    visitor = Client(whole_deployment.nginx, "127.0.6.1")
    visitor.open()
    visitor.say("C’est quoi TWEED ?")
    return visitor


@pytest.fixture
def unharmed(deployment: Deployment, visitor: Client) -> Iterator[Deployment]:
    """Afterwards no process has failed, and a visitor reads the own conversation."""
    talk = visitor.history().json["turns"]
    logs = [deployment.nginx.folder / "assistant.log", *(one.log for one in deployment.servers)]
    before = [log.stat().st_size for log in logs]
    yield deployment
    asked, *said = (
        log.read_bytes()[size:].decode("utf-8", "replace") for log, size in zip(logs, before)
    )
    assert not FAILED.search(asked), asked
    assert not any(TRACES.search(one) for one in said), said
    assert visitor.history().json["turns"] == talk


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_what_nginx_lets_pass_does_no_harm(unharmed, kind):
    for number, attack in enumerate(kind.attacks):
        heard = attacked(unharmed.nginx, attack, f"127.0.5.{number}")
        assert all(status < 500 or status in OF_NGINX for status in heard.statuses), attack.variant
