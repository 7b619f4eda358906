"""A conversation at its cap, and clients that ask without end, cost other visitors little."""

import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

import pytest

from actions.cluster_catalogue.engine import ROOT
from harness.server import NO_LIMITS
from tests.channels.web.client import Answer, Client
from tests.faults.hammer import KINDS
from tests.servers import Server

pytestmark = pytest.mark.soak

TURNS = 300  # CHAT_CONVERSATION_TURNS by default
OF_ONE_ADDRESS = 100  # turns: no limit is met
SECONDS = 12.0
BREATH = 0.1  # of the visitor: 300 messages a minute are allowed to an address
WORST = 1.5  # times the idle p50
SERVER_CORE, CLIENTS_CORE = 0, 1
QUESTIONS = ["C’est quoi un cluster ?", "La liste des clusters", "je suis couvreur", "merci"]


class Neighbour(Client):
    """A client behind the proxy, at an address of its own."""

    address = "203.0.113.1"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """See `Client`."""
        return super().ask(method, path, body, X_Forwarded_For=self.address, **headers)


def visitor_p50(port: int, seconds: float) -> float:
    """Milliseconds of a message of a visitor who takes a short breath after each answer."""
    client = Neighbour(port)
    client.open()
    taken = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = QUESTIONS[len(taken) % len(QUESTIONS)]
        start = time.perf_counter()
        assert client.say(text).status == 200
        taken.append((time.perf_counter() - start) * 1000)
        time.sleep(BREATH)
    return statistics.median(taken)


def fill(port: int) -> tuple[str, str]:
    """A conversation at its cap: its token, and a turn in its middle."""
    client = Neighbour(port)
    client.open()
    turns = []
    for number in range(TURNS):
        client.address = f"192.0.2.{number // OF_ONE_ADDRESS}"
        turns.append(client.say(QUESTIONS[number % len(QUESTIONS)]))
    assert [turn.status for turn in turns[-2:]] == [200, 409]
    return client.token, turns[TURNS // 2].json["turn"]


@pytest.fixture
def cores():
    """Server and clients do not share one: the clients' own work is not the server's."""
    if len(os.sched_getaffinity(0)) < 2:
        pytest.fail("two cores are needed")
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {CLIENTS_CORE})
    yield
    os.sched_setaffinity(0, before)


@pytest.mark.parametrize("limits", ["out of the way", "as they are"])
def test_four_who_hammer_cost_another_visitor_little(tmp_path, cores, limits):
    settings = {} if limits == "as they are" else dict(NO_LIMITS)
    settings["CHAT_SESSION_RATE"] = "100000/minute"  # the visitor is quick, too
    with Server(tmp_path, core=SERVER_CORE, SANIC_PROXIES_COUNT="1", **settings) as server:
        token, turn = fill(server.port)
        idle = visitor_p50(server.port, SECONDS / 2)
        hammers = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.faults.hammer", kind, str(server.port)),
                    *(str(SECONDS + 2), f"198.51.100.{number}", token, turn),
                ],
                cwd=ROOT,
                stdout=subprocess.PIPE,
            )
            for number, kind in enumerate(KINDS)
        ]
        time.sleep(1.5)
        hammered = visitor_p50(server.port, SECONDS)
        answered = [json.loads(hammer.communicate()[0]) for hammer in hammers]
        told = ", ".join(f"{kind} {statuses}" for kind, statuses in zip(KINDS, answered))
        sys.stdout.write(f"\n{limits}: p50 {idle:.1f} ms idle, {hammered:.1f} hammered: {told}")
        assert not server.said_in_log("Traceback")
    assert all(int(status) < 500 for statuses in answered for status in statuses)
    if limits == "as they are":
        assert hammered < WORST * idle
