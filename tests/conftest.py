"""What the tests share: a catalogue in memory, the trained assistant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import ROOT, build_engine
from actions.cluster_catalogue.load import load_catalogue
from channels.lean_rasa.lean_imports import do_without
from harness.server import NO_LIMITS
from tests.servers import Server, Site

do_without()  # before any test imports Rasa

DOCUMENT = ROOT / "data" / "clusters.yml"


@pytest.fixture
def engine() -> Engine:
    return build_engine("sqlite://")


@pytest.fixture(scope="session")
def loaded_engine() -> Engine:
    engine = build_engine("sqlite://")
    load_catalogue(DOCUMENT, engine)
    return engine


@pytest.fixture
def catalogue(loaded_engine: Engine) -> Catalogue:
    """The catalogue of the project, in memory; not to be changed."""
    return Catalogue(loaded_engine)


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Path]:
    """Writes a copy of `data/clusters.yml` with some text replaced."""

    def write(old: str = "", new: str = "") -> Path:
        content = DOCUMENT.read_text(encoding="utf-8")
        assert old in content
        path = tmp_path / "clusters.yml"
        path.write_text(content.replace(old, new, 1) if old else content, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def assistant():
    """The trained assistant, as `bin/ask` builds it."""
    from channels.loading import configure_logs, load_assistant

    configure_logs()
    return load_assistant()


@pytest.fixture(scope="session")
def friend() -> Iterator[Site]:
    """A site that may talk with the server."""
    site = Site()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory, friend: Site) -> Iterator[Server]:
    """The real server, for all tests; its limits on rates are out of the way."""
    server = Server(
        tmp_path_factory.mktemp("server"),
        CHAT_ORIGINS=f"https://ami.example,{friend.origin}",
        **NO_LIMITS,
    )
    server.start()
    yield server
    server.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps the loop of the thread to itself: the browser's tests come last."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))
