"""`rasa run` with `rasa run actions`, as any Rasa user starts them, over the stock REST channel."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.loading import MODEL

pytestmark = pytest.mark.slow
PATIENCE = 120  # seconds for a server to come up on a busy machine


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def request(url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def wait_for(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("servers")
    port, actions = free_port(), free_port()
    endpoints = folder / "endpoints.yml"
    content = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    assert ":5055/" in content
    endpoints.write_text(content.replace(":5055/", f":{actions}/"), encoding="utf-8")
    rasa = [sys.executable, "-W", "ignore", "-m", "rasa", "run"]
    run = ["-m", str(MODEL), "--endpoints", str(endpoints), "-i", "127.0.0.1", "-p", str(port)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    with (folder / "log").open("wb") as log:
        started = [
            subprocess.Popen([*rasa, *more], cwd=ROOT, env=environment, stdout=log, stderr=log)
            for more in (["actions", "-p", str(actions)], run)
        ]
        try:
            wait_for(f"http://127.0.0.1:{actions}/health", started[0])
            wait_for(f"http://127.0.0.1:{port}/", started[1])
            yield f"http://127.0.0.1:{port}"
        finally:
            for server in started:
                server.terminate()
            for server in started:
                server.wait(timeout=30)


def test_answers_from_the_domain_and_from_the_database(address):
    url = f"{address}/webhooks/rest/webhook"
    first, second = request(url, {"sender": "a", "message": "Qu’est-ce qu’un cluster ?"})
    assert "assistant automatique" in first["text"]
    assert "réseau d’entreprises" in second["text"]
    (listed,) = request(url, {"sender": "a", "message": "la liste des clusters"})
    assert "PLASTIWIN" in listed["text"]
    (found,) = request(url, {"sender": "a", "message": "je suis couvreur, quel cluster ?"})
    assert "CAP 2020" in found["text"]
