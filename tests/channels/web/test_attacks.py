"""Attacks on the framing and the headers, against the server itself: nothing stands before it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.channels.web.attacks import Attack, Heard, Kind, Outcome, exchange, kinds
from tests.channels.web.client import Client
from tests.servers import Server

pytestmark = pytest.mark.slow
PATIENCE = 5  # seconds of the client
LONG_PATIENCE = 30  # longer than the server's, for what never comes
TRACES = re.compile(r"Traceback|a request failed|exception", re.IGNORECASE)


@pytest.fixture(autouse=True)
def unharmed(server: Server) -> Iterator[None]:
    """Afterwards the log holds no trace, and a visitor is answered."""
    before = server.log.stat().st_size
    yield
    said = server.log.read_bytes()[before:].decode("utf-8", "replace")
    assert not TRACES.search(said), said[-3000:]
    visitor = Client(server.port)
    visitor.open()
    assert visitor.say("C’est quoi un cluster ?").status == 200


def attacked(server: Server, attack: Attack, patience: float = PATIENCE) -> Heard:
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
        return exchange(connection, attack.sent)


def harms(server: Server, kind: Kind) -> dict[str, str]:
    """What each attack of a kind did; empty when none did anything."""
    done = {attack.variant: attack.harm(attacked(server, attack)) for attack in kind.attacks}
    return {variant: harm for variant, harm in done.items() if harm}


@pytest.mark.parametrize("kind", kinds(Outcome.HUNG_UP), ids=str)
def test_the_connection_ends_where_the_next_request_may_begin_anywhere(server, kind):
    assert not harms(server, kind)


@pytest.mark.parametrize("kind", kinds(Outcome.REFUSED), ids=str)
def test_what_is_no_request_is_refused(server, kind):
    assert not harms(server, kind)


@pytest.mark.parametrize("kind", kinds(Outcome.ANSWERED), ids=str)
def test_what_is_odd_but_sound_is_answered_once(server, kind):
    assert not harms(server, kind)


@pytest.mark.parametrize("kind", kinds(Outcome.WAITING), ids=str)
def test_who_does_not_go_on_is_waited_for_no_longer_than_the_server_wants(server, kind):
    with ThreadPoolExecutor(len(kind.attacks)) as threads:
        heard = threads.map(lambda one: attacked(server, one, LONG_PATIENCE), kind.attacks)
        done = {one.variant: one.harm(what) for one, what in zip(kind.attacks, heard)}
    assert not {variant: harm for variant, harm in done.items() if harm}
