"""A server that takes connections and says nothing."""

import socket
from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2 import extensions

from actions.cluster_catalogue.engine import build_engine
from actions.cluster_catalogue.server_patience import ServerHangsError, ServerPatience


class Clock:
    """Real time takes no part: a poll that is over costs what it was allowed."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock) -> Iterator[ServerPatience]:
    before = extensions.get_wait_callback()
    patience = ServerPatience(wait=0.05, pause=1.0, clock=clock)
    extensions.set_wait_callback(patience)
    yield patience
    extensions.set_wait_callback(before)


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server whose kernel takes connections, and nobody reads from them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"postgresql://nobody@127.0.0.1:{server.getsockname()[1]}/none"


def test_it_is_not_waited_for_for_ever(patience, silent):
    with pytest.raises(ServerHangsError, match="has not answered for 0.05 s"):
        psycopg2.connect(silent)


def test_who_asks_next_is_refused_at_once_and_later_asks_again(patience, silent, clock):
    for second, told in ((0.0, "has not answered"), (0.9, "a moment ago"), (1.1, "has not")):
        clock.now = second
        with pytest.raises(ServerHangsError, match=told):
            psycopg2.connect(silent)


def test_another_server_is_not_to_blame(patience, silent):
    with pytest.raises(ServerHangsError):
        psycopg2.connect(silent)
    with pytest.raises(ServerHangsError, match="has not answered"):
        psycopg2.connect(silent.replace("/none", "/other"))


def test_a_server_that_refuses_is_told_apart(patience, silent):
    with pytest.raises(psycopg2.OperationalError, match="refused") as refusal:
        psycopg2.connect("postgresql://nobody@127.0.0.1:1/none")
    assert not isinstance(refusal.value, ServerHangsError)


def test_every_engine_for_postgresql_is_limited(silent):
    build_engine(silent.replace("postgresql:", "postgresql+psycopg2:"))
    assert isinstance(extensions.get_wait_callback(), ServerPatience)
