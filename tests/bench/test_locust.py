"""Locust in its own process against a server that answers as it is told to."""

import http.server
import json
import threading
import time

import pytest

from bench.load.scenario import Group
from bench.load.site import Site

pytestmark = pytest.mark.slow  # locust is a process of its own, and waits
TURN = {"turn": "a" * 16, "bubbles": [{"text": "Oui.", "buttons": []}]}


class Stub:
    """Answers after `seconds`, one at a time; refuses when `most` are waiting."""

    def __init__(self, seconds: float = 0.0, most: int = 1000) -> None:
        self.keys, self.addresses = [], set()
        waiting, one = threading.Semaphore(most), threading.Lock()
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version, wbufsize = "HTTP/1.1", -1

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stub.addresses.add(self.headers["X-Forwarded-For"])
                if not self.path.endswith("/messages"):
                    opening = self.path.endswith("/conversations")
                    return self.answer(201, {"token": "t", "turns": [TURN]} if opening else {})
                stub.keys.append(self.headers["Idempotency-Key"])
                if not waiting.acquire(blocking=False):
                    return self.answer(503, {})
                with one:
                    time.sleep(seconds)
                waiting.release()
                return self.answer(200, TURN)

            def do_GET(self) -> None:
                self.answer(200, {"token": "t", "turns": [TURN]})

            def do_DELETE(self) -> None:
                self.answer(200, {})

            def answer(self, status: int, body: dict) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                if status == 503:
                    self.send_header("Retry-After", "1")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def cpu_seconds(self) -> float:
        return 0.0

    def stop(self) -> None:
        self._server.shutdown()


@pytest.fixture
def stub():
    stubs = []

    def make(**settings: float) -> Stub:
        stubs.append(Stub(**settings))
        return stubs[-1]

    yield make
    for one in stubs:
        one.stop()


def test_closed_loop_ramps_and_who_is_refused_comes_back_with_the_same_key(stub):
    server = stub(seconds=0.02, most=1)
    run = Site([server]).closed([(2, 1), (2, 4)], seed=1)
    assert len(run.starts) == 2
    assert any(one.refused for one in run.samples)
    assert all(one.accepted or one.refused for one in run.samples)
    assert len(set(server.keys)) < len(server.keys)
    assert len(server.addresses) == 4
    assert run.readings[-1]["client"] > 0


def test_open_loop_waits_for_no_answer(stub):
    server = stub(seconds=0.05)  # 20 messages a second, and many more come
    run = Site([server]).run([Group([(2, 60)], users=150)], seed=2)
    messages = [one for one in run.samples if one.kind == "message"]
    assert len(run.samples) == pytest.approx(120, abs=40)
    assert max(one.sent - one.due for one in messages) < 0.5
    assert max(one.end - one.due for one in messages) > 0.5


def test_an_abuser_has_one_address_and_the_others_one_each(stub):
    server = stub()
    groups = [
        Group([(2, 8)], users=4, in_turn=True),
        Group([(2, 20)], users=5, in_turn=True, abuser=True),
    ]
    run = Site([server]).run(groups, seed=3)
    assert {one.abuser for one in run.samples} == {True, False}
    assert len(server.addresses) == 5


def test_a_scenario_ends_after_its_messages_and_nobody_there_is_a_failure(stub):
    run = Site([stub()]).closed([(60, 2)], seed=4, messages=20)
    assert sum(one.kind == "message" for one in run.samples) >= 20
    assert run.samples[-1].end - run.starts[0] < 30
    server = stub()
    server.stop()
    server._server.server_close()
    assert {one.status for one in Site([server]).closed([(1, 1)], seed=5).samples} == {0}
