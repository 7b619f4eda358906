"""What the tests of `bin/doctor` share: a server with its local port, and how findings are read."""

from __future__ import annotations

import dataclasses
import os
import random
import secrets
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from tests.servers import Server


class WatchedServer(Server):
    """`bin/serve` as the unit starts it: its local port is its port with a 1 before."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.port = _free_pair()
        self.address = f"http://127.0.0.1:{self.port}"
        ports = ("--port", str(self.port), "--local-port", str(self.port + 10_000))
        program = str(ROOT / "bin" / "serve")
        self.command = dataclasses.replace(self.command, arguments=(program, *ports))


def run_doctor(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`bin/doctor` with these settings and no others."""
    return subprocess.run(
        [str(ROOT / "bin" / "doctor"), *arguments],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **settings},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="session")
def watched(tmp_path_factory) -> Iterator[WatchedServer]:
    """A server with a catalogue and conversations of its own."""
    folder = tmp_path_factory.mktemp("watched")
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'clusters.db'}",
        "CHAT_SECRET": secrets.token_urlsafe(32),
        "CHAT_KEEP_DAYS": "30",
    }
    server = WatchedServer(folder, **settings)
    load = str(ROOT / "bin" / "load-catalogue")
    subprocess.run([load], env={**os.environ, **settings}, check=True, capture_output=True)
    with server:
        yield server


def _free_pair() -> int:
    """A port of four digits that is free, as is the one with a 1 before it."""
    while True:
        port = random.randrange(5100, 10_000)
        try:
            for each in (port, port + 10_000):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port
