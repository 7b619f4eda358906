"""Behind another proxy a visitor is still who counts; who forges an address is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.web.client import API, Answer
from tests.deploy import client, second_proxy
from tests.deploy.conftest import Deployment
from tests.deploy.nginx import Nginx
from tests.deploy.second_proxy import SecondProxy

pytestmark = pytest.mark.slow
OPEN, HEALTH = f"{API}/conversations", f"{API}/health"
OPENINGS = 12  # that an address has, on all processes together
FLOOD = 100  # more than nginx takes at once


@pytest.fixture(scope="module")
def inner(tmp_path_factory, whole_deployment: Deployment) -> Iterator[Nginx]:
    """Our nginx, told of the second proxy as docs/exploitation.md says."""
    folder: Path = tmp_path_factory.mktemp("inner")
    ports = [server.port for server in whole_deployment.servers]
    nginx = Nginx(folder, ports, trusted=[second_proxy.ADDRESS])
    nginx.start()
    yield nginx
    nginx.stop()


@pytest.fixture(scope="module")
def outer(tmp_path_factory, inner: Nginx) -> Iterator[SecondProxy]:
    proxy = SecondProxy(tmp_path_factory.mktemp("second") / "proxy", inner)
    proxy.start()
    yield proxy
    proxy.stop()


class Visitors:
    """Who comes by the second proxy, with the addresses that it tells, IPv6 too."""

    def __init__(self, inner: Nginx) -> None:
        self._client = client.Client(inner, second_proxy.ADDRESS)

    def ask(self, address: str, method: str, path: str) -> Answer:
        return self._client.ask(method, path, X_Forwarded_For=address)


def statuses(answers: list[Answer]) -> set[int]:
    return {answer.status for answer in answers}


def test_visitors_of_a_second_proxy_are_counted_apart_whatever_they_forge(deployment, outer):
    visitor = second_proxy.Client(outer, "127.0.4.1")
    forged = (f"192.0.2.{number}" for number in range(OPENINGS + 1))
    answers = [visitor.ask("POST", OPEN, X_Forwarded_For=address) for address in forged]
    assert [answer.status for answer in answers] == [201] * OPENINGS + [429]
    assert second_proxy.Client(outer, "127.0.4.2").ask("POST", OPEN).status == 201


def test_a_flood_by_a_second_proxy_shuts_out_nobody_else(deployment, outer):
    visitor = second_proxy.Client(outer, "127.0.4.3")
    assert 429 in statuses([visitor.ask("GET", HEALTH) for _ in range(FLOOD)])
    assert second_proxy.Client(outer, "127.0.4.4").ask("GET", HEALTH).status == 200


def test_who_comes_past_the_second_proxy_is_not_believed(deployment, inner):
    visitor = client.Client(inner, "127.0.4.5")
    forged = (f"198.51.100.{number}" for number in range(OPENINGS + 1))
    answers = [visitor.ask("POST", OPEN, X_Forwarded_For=address) for address in forged]
    assert [answer.status for answer in answers] == [201] * OPENINGS + [429]


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::{:x}", "2001:db8:1:3::1"), ("::ffff:203.0.113.1", "::ffff:203.0.113.2")],
)
def test_an_ipv6_network_counts_as_one_in_the_processes_and_in_nginx(deployment, inner, one, other):
    visitors = Visitors(inner)
    opened = [visitors.ask(one.format(number), "POST", OPEN) for number in range(OPENINGS + 1)]
    assert [answer.status for answer in opened] == [201] * OPENINGS + [429]
    assert visitors.ask(other, "POST", OPEN).status == 201
    flood = [visitors.ask(one.format(number), "GET", HEALTH) for number in range(FLOOD)]
    assert 429 in statuses(flood)
    assert visitors.ask(other, "GET", HEALTH).status == 200
