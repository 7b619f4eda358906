"""What systemd is told, by the parts and by a real server."""

import asyncio
import os
import signal
import socket
import subprocess
import urllib.request

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.web.service_manager import ServiceManager, service_manager
from tests.faults.service_manager import NotifySocket
from tests.servers import SECRET, free_port


@pytest.fixture
def notify(tmp_path):
    notify = NotifySocket(tmp_path / "notify")
    yield notify
    notify.close()


def test_states_reach_the_manager(notify):
    service_manager(notify.environment).tell("READY=1")
    assert notify.hear(1) == "READY=1"


def test_an_abstract_address():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0clusters-{os.getpid()}")
        manager.settimeout(1)
        ServiceManager(f"@clusters-{os.getpid()}", None).tell("READY=1")
        assert manager.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all"])
def test_without_a_manager_nothing_happens(address):
    ServiceManager(address, None).tell("READY=1")


def test_a_manager_that_does_not_read_holds_nobody_up(notify):
    manager = service_manager(notify.environment)
    for _ in range(10_000):  # more than any queue of datagrams holds
        manager.tell("WATCHDOG=1")


def test_it_is_reassured_as_long_as_the_loop_runs(notify):
    manager = service_manager({**notify.environment, "WATCHDOG_USEC": "150000"})

    async def live() -> None:
        reassuring = asyncio.ensure_future(manager.reassure())
        await asyncio.sleep(0.6)
        reassuring.cancel()

    asyncio.run(live())
    heard = [notify.hear(0.1) for _ in range(4)]
    assert heard == ["WATCHDOG=1"] * 4


@pytest.mark.parametrize(
    "environment",
    [{}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": "150000", "WATCHDOG_PID": "1"}],
)
def test_who_does_not_ask_is_not_reassured(notify, environment):
    asyncio.run(service_manager({**notify.environment, **environment}).reassure())
    assert notify.hear(0.1) is None


@pytest.mark.slow
def test_the_server_says_when_visitors_may_come_that_it_lives_and_that_it_ends(tmp_path, notify):
    port = free_port()
    environment = {
        **os.environ,
        **notify.environment,
        "WATCHDOG_USEC": "600000",
        "CONVERSATIONS_URL": f"sqlite:///{tmp_path / 'conversations.db'}",
        "CHAT_SECRET": SECRET,
    }
    server = subprocess.Popen(
        [str(ROOT / "bin" / "serve"), "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert notify.hear(120) == "READY=1"
        ready = f"http://127.0.0.1:{port}/api/v1/ready"
        assert urllib.request.urlopen(ready, timeout=5).status == 200
        assert [notify.hear(2) for _ in range(3)] == ["WATCHDOG=1"] * 3
    finally:
        server.send_signal(signal.SIGTERM)
        told, _ = server.communicate(timeout=30)
    while (state := notify.hear(0.5)) == "WATCHDOG=1":
        pass
    assert state == "STOPPING=1"
    assert server.returncode == 0
    assert "Task" not in told
