"""A custom action hangs, raises or answers nonsense; the others go on."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from channels.web.database import build_engine
from tests.faults.ledger import apologised
from tests.faults.load import LIMIT_SECONDS, QUESTIONS, Visitor
from tests.faults.processes import FAULTY, Process
from tests.faults.site import Site, settle

pytestmark = pytest.mark.soak

FAULT_SECONDS = 6.0
THREADS = 32  # `ACTIONS_AT_ONCE` of channels/loading.py, which is slow to import
LIST, *OTHERS = QUESTIONS


@pytest.fixture(scope="module")
def _site(tmp_path_factory) -> Iterator[tuple[Site, Path]]:
    folder = tmp_path_factory.mktemp("actions")
    url = f"sqlite:///{folder / 'conversations.db'}"
    settings = {
        "CONVERSATIONS_URL": url,
        "FAULT_FILE": str(folder / "fault"),
        "CHAT_TURNS_AT_ONCE": "100",  # hung turns of more visitors than there are threads
    }
    process = Process(folder, settings, FAULTY)
    try:
        process.start()
        yield Site([process], build_engine(url)), folder / "fault"
    finally:
        process.end()


@pytest.fixture
def switch(_site) -> Iterator[Path]:
    """The file that says what is wrong with the action; nothing when it is not there."""
    _, file = _site
    yield file
    file.unlink(missing_ok=True)


@pytest.fixture
def site(_site) -> Site:
    site, _ = _site
    return site


def asks(site: Site, question: tuple[str, str]) -> bool:
    """Says one thing in a new conversation; whether the answer is an apology."""
    visitor = Visitor(site.ports, [question])
    attempt, content = visitor.ask_once(visitor.open())
    assert attempt.status == 200, attempt
    assert attempt.seconds < LIMIT_SECONDS
    return apologised(content["bubbles"])


def told_honestly(site: Site) -> bool:
    """Asks for what hangs; whether the visitor is told so in time, in one way or the other."""
    visitor = Visitor(site.ports, [LIST])
    attempt, content = visitor.ask_once(visitor.open())
    if attempt.seconds >= LIMIT_SECONDS:
        return False
    if attempt.status == 200:
        return apologised(content["bubbles"])
    return attempt.status in (503, 504) and not attempt.fault


@pytest.mark.parametrize("fault", ["raise", "nonsense", "hang"])
def test_an_action(site, switch, fault):
    named = {"raise": "échoue", "nonsense": "répond n’importe quoi", "hang": "ne finit pas"}
    with site.load() as load:
        settle(load)
        switch.write_text(fault)
        time.sleep(FAULT_SECONDS)
        assert asks(site, LIST)
        assert not asks(site, OTHERS[0])
        switch.unlink()
        recovery = load.wait_until_served(time.monotonic())
        settle(load)
    account = site.conclude(f"action qui {named[fault]}", load, recovery)
    assert account.apologies
    assert not asks(site, LIST)


def test_more_hung_actions_than_threads(site, switch):
    bystander = Visitor(site.ports, [OTHERS[0]])
    talk = bystander.open()
    switch.write_text("hang")
    with site.load() as load, ThreadPoolExecutor(THREADS + 8) as crowd:
        settle(load)
        hung = [crowd.submit(told_honestly, site) for _ in range(THREADS + 8)]
        assert all(told.result(timeout=60) for told in hung)
        attempt, content = bystander.ask_once(talk)
        assert attempt.status == 200, attempt
        assert not apologised(content["bubbles"])
        assert attempt.seconds < 2  # it needs none of the threads
        switch.unlink()
        end = time.monotonic()
        while asks(site, LIST):
            assert time.monotonic() < end + 20, "the threads are not given back"
        recovery = time.monotonic() - end
        settle(load)
    site.conclude("40 actions qui ne finissent pas", load, recovery)


def test_sigterm_with_a_hung_action(site, switch):
    switch.write_text("hang")
    assert asks(site, LIST)
    start = time.monotonic()
    assert site.processes[0].terminate() == 0
    assert time.monotonic() - start < 20
