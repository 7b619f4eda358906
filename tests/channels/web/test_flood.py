"""One conversation sends many messages at once: it waits for itself, nobody else does."""

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest

from channels.web.door import AT_ONCE
from tests.channels.web.client import Client
from tests.faults.ledger import by_http
from tests.faults.load import Talk
from tests.servers import Server

pytestmark = pytest.mark.slow

FLOOD = 60  # messages at once; more than the door lets in of all conversations together
ROUNDS = 3
QUESTION = "C’est quoi un cluster ?"


def test_another_visitor_is_answered_and_the_door_empties_again(server: Server):
    other, flooding = Client(server.port), [Client(server.port) for _ in range(FLOOD)]
    other.open()
    token = flooding[0].open().json["token"]
    together = Barrier(FLOOD + 1)

    def flood(client: Client) -> list[int]:
        client.token = token
        together.wait(timeout=30)
        answers = [client.say(QUESTION) for _ in range(ROUNDS)]
        assert all("retry-after" in answer.headers for answer in answers if answer.status == 429)
        return [answer.status for answer in answers]

    def talk() -> list[int]:
        together.wait(timeout=30)
        return [other.say(QUESTION).status for _ in range(ROUNDS)]

    with ThreadPoolExecutor(FLOOD + 1) as visitors:
        talking = visitors.submit(talk)
        floods: list[Future[list[int]]] = [visitors.submit(flood, one) for one in flooding]
        under_way = [0.0]
        while not (talking.done() and all(one.done() for one in floods)):
            under_way.append(server.gauge("clusters_chat_under_way"))
    assert talking.result() == ROUNDS * [200]
    statuses = Counter(status for one in floods for status in one.result())
    assert set(statuses) == {200, 429}
    assert len(by_http(server.port)(Talk(token))) == 1 + statuses[200]
    assert 0 < max(under_way) <= AT_ONCE + 1
    assert server.gauge("clusters_chat_under_way") == 0
