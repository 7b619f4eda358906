"""nginx in front of two real processes with one PostgreSQL and one Redis."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from tests.channels.web.attacks import exchange
from tests.channels.web.client import API
from tests.channels.web.client import Client as PlainClient
from tests.deploy.client import Client
from tests.deploy.nginx import DEPLOY, NAME, own_ipv6_address

pytestmark = pytest.mark.slow
MODULE = "/widget/clusters-chat.js"
OPEN = f"{API}/conversations"


def test_the_configuration_is_sound(deployment):
    checked = deployment.nginx.check()
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def test_it_keeps_files_where_debian_makes_the_folder():
    conf = (DEPLOY / "nginx" / "assistant.conf").read_text(encoding="utf-8")
    (kept,) = re.findall(r"^proxy_cache_path (\S+)", conf, flags=re.MULTILINE)
    owner = subprocess.run(["dpkg", "-S", str(Path(kept).parent)], capture_output=True, text=True)
    assert "nginx" in owner.stdout, "nginx makes no more than the last folder"


def test_the_smoke_test_passes_and_leaves_nothing(deployment):
    environment = {**os.environ, "SSL_CERT_FILE": str(deployment.nginx.certificate)}
    command = [str(DEPLOY / "smoke.py"), "--no-doctor", deployment.nginx.address]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("✓") == 10


def test_the_smoke_test_fails_where_nothing_answers(deployment):
    command = [str(DEPLOY / "smoke.py"), "--no-doctor", "https://localhost:9"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "✗ le serveur est prêt : " in ran.stdout


def test_http_is_sent_to_https(deployment):
    connection = http.client.HTTPConnection("127.0.0.1", deployment.nginx.plain_port)
    connection.request("GET", "/index.html?q=1", headers={"Host": "ailleurs.invalid"})
    answer = connection.getresponse()
    connection.close()
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{NAME}/index.html?q=1"


def test_it_answers_over_ipv6(deployment):
    if own_ipv6_address() != "[::1]":
        pytest.skip("this machine has no IPv6")
    tls = ssl.create_default_context(cafile=str(deployment.nginx.certificate))
    with (
        socket.create_connection(("::1", deployment.nginx.port), timeout=30) as plain,
        tls.wrap_socket(plain, server_hostname=NAME) as connection,
    ):
        assert exchange(connection, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").statuses == (200,)
    with socket.create_connection(("::1", deployment.nginx.plain_port), timeout=30) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert plain.recv(4096).startswith(b"HTTP/1.1 301 ")


def test_only_new_tls_and_only_our_name(deployment):
    def handshake(name: str, version: ssl.TLSVersion) -> str | None:
        tls = ssl.create_default_context(cafile=str(deployment.nginx.certificate))
        tls.minimum_version = tls.maximum_version = version
        tls.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", deployment.nginx.port)) as plain:
            return tls.wrap_socket(plain, server_hostname=name).version()

    assert handshake(NAME, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert handshake(NAME, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.raises(ssl.SSLError):
        handshake(NAME, ssl.TLSVersion.TLSv1_1)
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        handshake("ailleurs.invalid", ssl.TLSVersion.TLSv1_3)


def test_every_file_of_the_widget_and_its_pages_is_served(deployment):
    client = Client(deployment.nginx)
    widget = ROOT / "widget"
    paths = [f"/widget/{path.name}" for path in widget.glob("*.js")]
    paths += [f"/{path.name}" for path in (widget / "pages").glob("*.*")]
    for path in ["/", *paths]:
        answer = client.ask("GET", path)
        assert answer.status == 200, path
        assert answer.headers["strict-transport-security"] == "max-age=63072000"
        assert "nginx/" not in answer.headers["server"]


def test_what_is_not_there_is_told_as_a_problem(deployment):
    client = Client(deployment.nginx)
    for path in ("/status", "/webhooks/rest/webhook", "/api/v1/conversation/x", "/widget/"):
        answer = client.ask("POST", path, {})
        assert answer.status == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["title"] == "Introuvable"
        assert answer.headers["strict-transport-security"]


def test_a_body_that_is_too_long_is_refused_at_the_door(deployment):
    client = Client(deployment.nginx)
    answer = client.ask("POST", "/api/v1/conversation/messages", {"text": "a" * 9000})
    assert answer.status == 413
    assert answer.json["type"] == "urn:problem-type:clusters-chat:too-big"


def test_the_widget_is_kept_once_for_all_browsers(deployment):
    client = Client(deployment.nginx)
    plain = client.ask("GET", MODULE)
    packed = client.ask("GET", MODULE, Accept_Encoding="br, gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert client.ask("GET", MODULE, If_None_Match=packed.headers["etag"]).status == 304
    hits = [line for line in deployment.nginx.log().splitlines() if f" {MODULE} " in line]
    assert sum(line.endswith(" MISS") for line in hits) <= 1
    assert hits[-1].endswith(" HIT")


def test_a_part_of_the_history_is_asked_of_a_process_each_time(deployment):
    client = Client(deployment.nginx, "127.0.0.8")
    client.open()
    for asked in ("last=1", "last=2", "before=x&last=1", "since=x"):
        client.ask("GET", f"{API}/conversation?{asked}")
        line = deployment.nginx.log().splitlines()[-1]
        assert re.search(r" GET /api/v1/conversation \d+ .* 127\.0\.0\.1:\d+ \d+ -$", line), line


def test_the_log_tells_what_was_asked_and_not_by_whom(deployment):
    client = Client(deployment.nginx, "127.0.0.9")
    client.ask("GET", "/api/v1/health?secret=1")
    line = deployment.nginx.log().splitlines()[-1]
    assert " GET /api/v1/health 200 " in line
    assert "secret" not in line
    assert "127.0.0.9" not in line


def test_who_forges_an_address_is_counted_all_the_same_and_on_all_processes(deployment):
    client = Client(deployment.nginx, "127.0.0.2")
    forged = (f"192.0.2.{number}" for number in range(1, 14))
    answers = [
        client.ask("POST", OPEN, X_Forwarded_For=address, Forwarded=f"for={address}")
        for address in forged
    ]
    # 12 a minute in all: each of the two processes would take 12 by itself.
    assert [answer.status for answer in answers] == [201] * 12 + [429]
    assert int(answers[-1].headers["retry-after"]) > 1
    assert Client(deployment.nginx, "127.0.0.3").ask("POST", OPEN).status == 201


def test_a_flood_is_stopped_before_it_reaches_a_process(deployment):
    client = Client(deployment.nginx, "127.0.0.4")
    answers = [client.ask("GET", "/api/v1/health") for _ in range(100)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert refused[0].headers["retry-after"] == "5"
    assert refused[0].headers["access-control-allow-origin"] == "*"
    assert refused[0].json["type"] == "urn:problem-type:clusters-chat:too-many"
    assert Client(deployment.nginx, "127.0.0.5").ask("GET", "/api/v1/health").status == 200


def test_a_talk_goes_on_when_its_process_ends(deployment):
    client = Client(deployment.nginx, "127.0.0.6")
    client.token = PlainClient(deployment.servers[0].port).open().json["token"]
    key = secrets.token_hex(16)
    first = client.say("C’est quoi TWEED ?", key)
    deployment.stop(0)
    assert client.say("C’est quoi TWEED ?", key).json == first.json
    answer = client.say("Il fait quoi au juste ?")  # who, the other process has to know
    assert answer.status == 200
    assert "TWEED" in answer.body.decode()
    assert len(client.history().json["turns"]) == 3


def test_no_message_is_lost_or_said_twice_while_processes_are_renewed(whole_deployment):
    """The upgrade of docs/exploitation.md: one process after the other, visitors at it."""
    done = threading.Event()
    refused: list[int] = []
    talks: list[tuple[Client, list[str]]] = []

    def talk(number: int) -> None:
        client = Client(whole_deployment.nginx, f"127.0.1.{number}")
        keys: list[str] = []
        talks.append((client, keys))
        client.open()
        while not done.wait(0.5):
            keys.append(secrets.token_hex(16))
            answer = client.say("Merci !", keys[-1])
            if answer.status != 200:
                refused.append(answer.status)

    visitors = [threading.Thread(target=talk, args=[number]) for number in range(1, 5)]
    for visitor in visitors:
        visitor.start()
    whole_deployment.stop(0)
    whole_deployment.start(0)
    time.sleep(3)  # as the unit does
    whole_deployment.stop(1)
    time.sleep(1)
    done.set()
    for visitor in visitors:
        visitor.join()
    assert not refused
    for client, keys in talks:
        assert [turn["key"] for turn in client.history().json["turns"]] == [None, *keys]


def test_with_no_process_the_pages_stay_and_the_api_says_when_to_come_back(whole_deployment):
    client = Client(whole_deployment.nginx, "127.0.0.7")
    before = client.ask("GET", MODULE)
    whole_deployment.stop_all()
    there = client.ask("GET", MODULE)
    assert (there.status, there.body) == (200, before.body)
    away = client.ask("POST", OPEN, Origin="https://ami.example")
    assert away.status == 503
    assert away.headers["content-type"] == "application/problem+json"
    assert away.headers["retry-after"] == "5"
    assert away.headers["access-control-allow-origin"] == "*"
    assert away.json["type"] == "urn:problem-type:clusters-chat:busy"
    assert away.json["title_en"] == "Busy"
