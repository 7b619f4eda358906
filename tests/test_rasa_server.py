"""`rasa run` with `rasa run actions` by `bin/rasa`, with our channel and the stock one."""

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.loading import MODEL
from tests.servers import SECRET, free_port, wait_for

pytestmark = pytest.mark.slow


def request(url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as answer:
        return json.loads(answer.read() or b"null")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("servers")
    port, actions = free_port(), free_port()
    endpoints = folder / "endpoints.yml"
    content = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    assert ":5055/" in content
    endpoints.write_text(content.replace(":5055/", f":{actions}/"), encoding="utf-8")
    credentials = folder / "credentials.yml"
    ours = (ROOT / "credentials.yml").read_text(encoding="utf-8")
    credentials.write_text(f"{ours}\nrest:\n", encoding="utf-8")
    rasa = [str(ROOT / "bin" / "rasa"), "run"]
    run = ["-m", str(MODEL), "--endpoints", str(endpoints), "-i", "127.0.0.1", "-p", str(port)]
    run += ["--credentials", str(credentials)]
    environment = {
        **os.environ,
        "CONVERSATIONS_URL": f"sqlite:///{folder}/conversations.db",
        "CHAT_SECRET": SECRET,
    }
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


def test_our_channel_serves_there_too(address):
    opened = request(f"{address}/api/v1/conversations", {})
    assert "assistant automatique" in opened["turns"][0]["bubbles"][0]["text"]
