"""Who listens, on real sockets; the server itself in test_command.py."""

from __future__ import annotations

import http.server
import ipaddress
import os
import socket
import threading

import pytest

from doctor import asking
from doctor.listeners import Listener, listeners
from doctor.servers import enabled_ports, server
from tests.doctor.findings import only
from tests.servers import Site, free_port

NOTHING: dict[str, str] = {}


@pytest.fixture
def site():
    site = Site()
    yield site
    site.stop()


def port_of(site: Site) -> int:
    return int(site.origin.rpartition(":")[2])


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_listener_is_seen_with_its_address_and_account(family, address):
    with socket.socket(family) as one:
        try:
            one.bind((address, 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        port = one.getsockname()[1]
        assert [each for each in listeners() if each.port == port] == []
        one.listen()
        expected = Listener(ipaddress.ip_address(address), port, os.geteuid())
        assert [each for each in listeners() if each.port == port] == [expected]


def test_addresses_that_others_reach():
    def listener(address: str) -> Listener:
        return Listener(ipaddress.ip_address(address), 5005, 0)

    local = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
    assert all(listener(address).is_local for address in local)
    assert not any(listener(address).is_local for address in ("0.0.0.0", "::", "10.0.0.5"))
    hosts = [listener(address).host for address in ("0.0.0.0", "::", "10.0.0.5", "2001:db8::1")]
    assert hosts == ["127.0.0.1", "[::1]", "10.0.0.5", "[2001:db8::1]"]


def test_nobody_listens():
    found = only(server(free_port(), NOTHING, listeners()))
    assert (found.level.value, "libre" in found.text) == ("!", True)


def test_another_program_listens(site):
    found = only(server(port_of(site), NOTHING, listeners()))
    assert (found.level.value, "un autre programme" in found.text) == ("✗", True)


def test_what_listens_says_nothing(monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = only(server(silent.getsockname()[1], NOTHING, listeners()))
    assert (found.level.value, "figé" in found.text) == ("✗", True)


def test_what_listens_speaks_no_http():
    with socket.create_server(("127.0.0.1", 0)) as strange:

        def babble() -> None:
            connection, _ = strange.accept()
            with connection:
                connection.sendall(b"SSH-2.0-x\r\n\r\n")

        threading.Thread(target=babble, daemon=True).start()
        found = only(server(strange.getsockname()[1], NOTHING, listeners()))
    assert found.level.value == "✗"


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch, site):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    (listener,) = (one for one in listeners() if one.port == port_of(site))
    answer = asking.ask(listener, "/")
    assert answer is not None
    assert answer.status == http.HTTPStatus.OK


def test_the_units_that_start_with_the_machine(tmp_path):
    for name in ("assistant-clusters@5006.service", "assistant-clusters@5005.service", "x.service"):
        (tmp_path / name).touch()
    assert enabled_ports(tmp_path) == [5005, 5006]
    assert enabled_ports(tmp_path / "missing") == []
