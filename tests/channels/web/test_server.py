"""The real server over HTTP: what it gives, what it refuses, what it never shows."""

import json
import os
import random
import re
import socket

import jwt
import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.web.server import PortTakenError, listen
from channels.web.tokens import AUDIENCE
from tests.channels.web.client import API, Client
from tests.servers import SECRET, Server

pytestmark = pytest.mark.slow
LEAKS = re.compile(rb"rasa|sanic|python|traceback|sqlalchemy|/work|/home|site-packages|3\.10", re.I)


@pytest.fixture
def client(server: Server) -> Client:
    client = Client(server.port)
    client.open()
    return client


def problem(answer, status: int):
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["status"] == status
    assert all(answer.json[name] for name in ("type", "title", "detail", "title_en", "detail_en"))
    assert not LEAKS.search(answer.body)
    return answer


def test_a_whole_talk(client):
    said = client.say("C’est quoi un cluster ?")
    assert said.status == 200
    assert said.json["bubbles"][0]["topic"] == "definition"
    turn = said.json["turn"]
    thumb = {"turn": turn, "useful": True, "word": "clair"}
    assert client.ask("POST", f"{API}/conversation/feedback", thumb).status == 204
    whole = client.history().json
    assert [kept["said"] for kept in whole["turns"]] == [None, "C’est quoi un cluster ?"]
    assert whole["turns"][1]["useful"] is True
    client.token = whole["token"]
    assert client.ask("DELETE", f"{API}/conversation").status == 204
    problem(client.history(), 401)


def test_erased_words_stand_in_no_file_of_the_running_server(server, client):
    client.say("Et les moulins à zorglub ?")
    files = list(server.database.parent.glob("conversations.db*"))
    assert any(b"zorglub" in file.read_bytes() for file in files)
    assert client.ask("DELETE", f"{API}/conversation").status == 204
    assert not any(b"zorglub" in file.read_bytes() for file in files)


def test_the_language_of_a_bubble_is_told(client):
    bubbles = client.say("What is a cluster, please?").json["bubbles"]
    assert [bubble["language"] for bubble in bubbles] == ["en", "fr"]


def test_refusals_have_their_status(client):
    send = f"{API}/conversation/messages"
    key = {"Idempotency_Key": "k" * 20}
    problem(client.ask("POST", send, b"{", Content_Type="application/json", **key), 400)
    problem(client.ask("POST", send, {"text": "a"}), 400)
    problem(client.ask("POST", send, b"text=a", Content_Type="text/plain", **key), 415)
    problem(client.ask("POST", send, {"text": "x" * 600}, **key), 422)
    problem(client.ask("POST", send, {"text": "x" * 9000}, **key), 413)
    problem(client.ask("GET", f"{API}/nulle-part"), 404)
    problem(client.ask("GET", "/webhooks/rest/webhook"), 404)
    problem(client.ask("POST", "/webhooks/rest/webhook", {"sender": "a", "message": "b"}), 405)
    for path in ("/status", "/version", "/conversations/x/tracker", "/../etc/passwd", "/%2e%2e/x"):
        problem(client.ask("GET", path), 404)
    assert "POST" in problem(client.ask("GET", f"{API}/conversations"), 405).headers["allow"]
    client.token = "x"
    assert problem(client.history(), 401).headers["www-authenticate"] == "Bearer"


def test_a_request_that_is_none_gets_no_insight(server):
    for request in (b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00\xff" * 50 + b"\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(4096):
                answer += part
        assert not LEAKS.search(answer)
        assert not re.match(rb"HTTP/1.1 5\d\d", answer)


def test_headers_keep_browsers_narrow(client):
    for path in ("/", f"{API}/health", f"{API}/nulle-part", "/widget/clusters-chat.js"):
        headers = client.ask("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers
    assert client.history().headers["cache-control"] == "no-store"


def test_the_widget_loads_anywhere_the_api_answers_the_sites_that_are_listed(client):
    script = client.ask("GET", "/widget/clusters-chat.js", Origin="https://autre.example")
    assert script.headers["access-control-allow-origin"] == "*"
    assert script.headers["content-type"].startswith("text/javascript")
    friend = client.ask("GET", f"{API}/conversation", Origin="https://ami.example")
    assert friend.status == 200
    assert friend.headers["access-control-allow-origin"] == "https://ami.example"
    for origin in ("https://autre.example", "null"):
        refused = problem(client.ask("GET", f"{API}/conversation", Origin=origin), 403)
        assert "access-control-allow-origin" not in refused.headers
    asked = {"Access_Control_Request_Method": "POST"}
    preflight = client.ask(
        "OPTIONS", f"{API}/conversation/messages", Origin="https://ami.example", **asked
    )
    assert preflight.status == 204
    assert "Idempotency-Key" in preflight.headers["access-control-allow-headers"]
    assert preflight.headers["access-control-allow-origin"] == "https://ami.example"


def test_files_are_sent_packed_and_once(client):
    first = client.ask("GET", "/widget/clusters-chat.js", Accept_Encoding="gzip")
    assert first.headers["content-encoding"] == "gzip"
    again = client.ask("GET", "/widget/clusters-chat.js", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert client.ask("HEAD", "/").status == 200


def mutated(token: str, foreign: str, chance: random.Random) -> str:
    """A token that was not minted for its bearer: forged, cut, mixed or signed by another key."""
    kind = chance.randrange(6)
    if kind == 0:
        at = chance.randrange(len(token))
        return token[:at] + chance.choice("ABCxyz019-_.") + token[at + 1 :]
    if kind == 1:
        return token[: chance.randrange(len(token))]
    if kind == 2:  # the claims of one, the signature of another
        return ".".join([*token.split(".")[:2], foreign.split(".")[2]])
    if kind == 3:
        claims = {"sub": chance.randbytes(16).hex(), "exp": 2**33, "aud": AUDIENCE}
        return jwt.encode(claims, str(chance.random()).ljust(32), algorithm="HS256")
    if kind == 4:
        claims = jwt.decode(token, options={"verify_signature": False})
        return jwt.encode(claims, None, algorithm="none")
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789.-_", k=len(token)))


def test_no_forged_token_in_ten_thousand_reaches_a_conversation(server):
    victim, foreign = Client(server.port), Client(server.port)
    victim.open()
    foreign.open()
    victim.say("C’est quoi un cluster ?")
    before = victim.history().json["turns"]
    chance = random.Random(4)
    attacker = Client(server.port)
    reached = 0
    requests = [
        ("GET", f"{API}/conversation", None),
        ("DELETE", f"{API}/conversation", None),
        ("POST", f"{API}/conversation/messages", {"text": "bonjour"}),
        ("POST", f"{API}/conversation/feedback", {"turn": before[1]["turn"], "useful": False}),
    ]
    for number in range(10_000):
        attacker.token = mutated(victim.token, foreign.token, chance)
        if attacker.token == victim.token:  # a letter replaced by itself
            continue
        method, path, body = requests[number % len(requests)]
        answer = attacker.ask(method, path, body, Idempotency_Key="k" * 20)
        reached += answer.status != 401
    assert reached == 0
    # With a token of one's own, another's turn cannot be rated, nor a dead token used again.
    thumb = {"turn": before[1]["turn"], "useful": False}
    problem(foreign.ask("POST", f"{API}/conversation/feedback", thumb), 404)
    foreign.ask("DELETE", f"{API}/conversation")
    problem(foreign.history(), 401)
    assert victim.history().json["turns"] == before


def test_a_token_of_our_own_key_for_no_conversation_is_refused(server):
    client = Client(server.port)
    claims = {"sub": "default", "exp": 2**33, "aud": AUDIENCE}
    client.token = jwt.encode(claims, SECRET, algorithm="HS256")
    problem(client.history(), 401)


def attacks():
    path = ROOT / os.environ.get("EVAL_DIR", "../shared/eval") / "attacks.jsonl"
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["q"] for line in kept] + OWN_ATTACKS


OWN_ATTACKS = [
    "/restart",
    "/session_start",
    '/definition{"secteur": "x"}',
    "/definition@0.9",
    " /\u200b/back",
    "<img src=x onerror=alert(1)>",
    "'; DELETE FROM events; --",
    "\x00\x1b[31m",
    "é" * 500,
    "{{7*7}}",
]


def test_attacks_are_text_and_nothing_more(server):
    client = Client(server.port)
    client.open()
    client.say("la liste des clusters")
    for attack in attacks():
        answer = client.say(attack)
        assert answer.status in (200, 413, 422), attack
        if answer.status == 200:
            assert answer.json["bubbles"]
            assert not any("49" in bubble["text"] for bubble in answer.json["bubbles"])
        forged = client.press(attack)
        assert forged.status in (200, 413, 422), attack
        assert not LEAKS.search(answer.body.replace(attack.encode("utf-8", "ignore"), b""))
    turns = client.history().json["turns"]
    assert turns[1]["said"] == "la liste des clusters"  # nothing was dropped or restarted
    introductions = [
        bubble
        for turn in turns
        for bubble in turn["bubbles"]
        if "automatique" in bubble["text"] and not bubble["topic"]  # "bot" may be an answer
    ]
    assert len(introductions) == 1


def test_what_was_said_stays_out_of_the_log(server, client):
    client.say("Je m’appelle Zoé Quinquin, c’est quoi un cluster ?")
    assert server.said_in_log('"event": "answered"')
    assert not server.said_in_log("Quinquin|Traceback")


def test_a_port_that_is_taken_is_said_with_its_remedy(server):
    with pytest.raises(PortTakenError) as caught:
        listen(port=server.port)
    assert str(caught.value) == (
        f"Le port {server.port} est déjà pris : lancez « make run PORT={server.port + 1} »."
    )
