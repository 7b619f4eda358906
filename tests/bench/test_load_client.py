"""The client against a server that answers as it is told to, and the accounts of processes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict

import pytest
from aiohttp import web

from bench.load.accounts import cpu_seconds, resident
from bench.load.client import read_plan
from bench.load.loops import closed_loop, open_loop
from bench.load.places import QUESTIONS
from bench.load.plans import Closed, Greedy, Open, Scene
from bench.load.scenes import GREEDY, ORDINARY, scene
from bench.load.visits import MESSAGE, read_questions

pytestmark = pytest.mark.slow

TURN = {"turn": "a" * 16, "bubbles": [{"text": "Oui.", "buttons": []}]}


class Stub:
    """Answers each message after `seconds`, one at a time; refuses when `most` are waiting."""

    def __init__(self, seconds: float = 0.0, most: int = 1000, broken: bool = False) -> None:
        self.seconds, self.most, self.broken = seconds, most, broken
        self.keys: list[str] = []
        self.peers: set[str] = set()
        self._waiting = 0
        self._one = asyncio.Lock()

    async def send(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers["Idempotency-Key"])
        self.peers.add(str(request.remote))
        if self.broken:
            return web.Response(status=500)
        if self._waiting >= self.most:
            return web.Response(status=503, headers={"Retry-After": "0.05"})
        self._waiting += 1
        try:
            async with self._one:
                await asyncio.sleep(self.seconds)
        finally:
            self._waiting -= 1
        return web.json_response(TURN)

    async def open(self, request: web.Request) -> web.Response:
        return web.json_response({"token": "t", "turns": [TURN]}, status=201)

    async def history(self, request: web.Request) -> web.Response:
        return web.json_response({"token": "t", "turns": [TURN]})

    async def nothing(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[int]:
        app = web.Application()
        app.router.add_post("/api/v1/conversations", self.open)
        app.router.add_post("/api/v1/conversation/messages", self.send)
        app.router.add_post("/api/v1/conversation/feedback", self.nothing)
        app.router.add_get("/api/v1/conversation", self.history)
        app.router.add_delete("/api/v1/conversation", self.nothing)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield runner.addresses[0][1]
        await runner.cleanup()


def test_closed_loop_ends_after_its_messages() -> None:
    async def go() -> None:
        stub = Stub()
        async with stub.served() as port:
            samples = await closed_loop(Closed((port,), 3, 20, 7), read_questions(QUESTIONS))
        assert sum(one.answered for one in samples) == 21
        assert len(stub.peers) == 3
        assert len(set(stub.keys)) == 21
        assert all(one.accepted for one in samples)

    asyncio.run(go())


def test_who_is_refused_comes_back_with_the_same_key() -> None:
    async def go() -> None:
        stub = Stub(seconds=0.02, most=1)
        async with stub.served() as port:
            samples = await closed_loop(Closed((port,), 4, 1), read_questions(QUESTIONS))
        assert any(one.refused for one in samples)
        assert not [one for one in samples if one.wrong]
        assert len(set(stub.keys)) < len(stub.keys)

    asyncio.run(go())


def test_open_loop_does_not_wait_for_answers() -> None:
    async def go() -> None:
        stub = Stub(seconds=0.05)  # 20 messages a second, and three times as many come
        async with stub.served() as port:
            samples = await open_loop(Open((port,), ((80.0, 1.0),)), read_questions(QUESTIONS))
        messages = [one for one in samples if one.kind == MESSAGE]
        assert max(one.sent - one.due for one in messages) < 0.2
        assert max(one.seconds for one in messages) > 0.5

    asyncio.run(go())


def test_failures_are_noted_and_end_the_visit() -> None:
    async def go() -> None:
        async with Stub(broken=True).served() as port:
            samples = await closed_loop(Closed((port,), 1, 0.3), read_questions(QUESTIONS))
        assert {one.status for one in samples if one.wrong} == {500}
        assert {one.kind for one in samples} == {"open", "message"}

    asyncio.run(go())


def test_nobody_there_is_a_failure_without_a_status() -> None:
    async def go() -> None:
        async with Stub().served() as port:
            pass
        samples = await closed_loop(Closed((port,), 1, 0.1), read_questions(QUESTIONS))
        assert {one.status for one in samples} == {0}

    asyncio.run(go())


def test_greedy_and_ordinary_ask_from_different_addresses() -> None:
    async def go() -> None:
        stub = Stub()
        greedy = Greedy(conversations=2, rate=20)
        async with stub.served() as port:
            samples = await scene(Scene((port,), 1, 4, 0.25, greedy), read_questions(QUESTIONS))
        assert sum(one.group == ORDINARY for one in samples) == 16
        assert sum(one.group == GREEDY for one in samples) == 20
        assert len(stub.peers) == 5

    asyncio.run(go())


def test_plans_survive_the_way_to_the_client() -> None:
    for plan in (
        Closed((1, 2), 3, 4.0),
        Open((1,), ((5.0, 6.0),)),
        Scene((1,), 2, 3, 4, Greedy(1, 2)),
        Scene((1,), 2, 3, 4),
    ):
        document = json.loads(json.dumps({"plan": type(plan).__name__, **asdict(plan)}))
        assert json.dumps(asdict(read_plan(document))) == json.dumps(asdict(plan))


def test_cpu_of_children_counts_alive_and_ended() -> None:
    before = cpu_seconds([os.getpid()])
    burn = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
    subprocess.run([sys.executable, "-c", burn], check=True)
    assert cpu_seconds([os.getpid()]) - before > 0.25
    with _running(burn + "time.sleep(30)"):
        ended = cpu_seconds([os.getpid()])
        end = time.monotonic() + 20
        while cpu_seconds([os.getpid()]) - ended < 0.25 and time.monotonic() < end:
            time.sleep(0.05)
        assert cpu_seconds([os.getpid()]) - ended >= 0.25


def test_memory_of_this_process() -> None:
    assert 5 < resident(os.getpid()) < 5000


@contextmanager
def _running(program: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        yield
    finally:
        process.kill()
        process.wait()
