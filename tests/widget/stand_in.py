"""A real HTTP server in the place of ours: it keeps to the contract, counts, and fails on order."""

from __future__ import annotations

import datetime as dt
import http.server
import itertools
import json
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from harness.files import ROOT

API = "/api/v1"
PAGE = 50
TYPES = {"js": "text/javascript", "html": "text/html; charset=utf-8"}
HOST = (
    '<!doctype html><html lang="fr"><title>Hôte</title><link rel="icon" href="data:,">'
    "<main><h1>Hôte</h1></main><clusters-chat></clusters-chat>"
    '<script type="module" src="/widget/clusters-chat.js"></script></html>'
)

Fault = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """One request; what a test has put in the way answers in our place."""

    protocol_version = "HTTP/1.1"
    server: StandIn

    def do_GET(self) -> None:
        """A page, a file of the widget, a conversation."""
        if self.path == "/":
            return self.answer(200, HOST.encode(), TYPES["html"])
        if self.path.startswith("/widget/"):
            content = (ROOT / self.path[1:]).read_bytes()
            return self.answer(200, content, TYPES["js"])
        return self._api()

    def do_POST(self) -> None:
        """A conversation is opened, told something, or judged."""
        self._api()

    def do_DELETE(self) -> None:
        """A conversation is erased."""
        self._api()

    def answer(self, status: int, content: bytes = b"", kind: str = "", **headers: str) -> None:
        """Answers whole."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            if value:
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def tell(self, status: int, said: Any) -> None:
        """Answers with JSON."""
        self.answer(status, json.dumps(said).encode(), "application/json")

    def problem(self, status: int, slug: str) -> None:
        """Answers with a problem document."""
        kind = f"urn:problem-type:clusters-chat:{slug}"
        self.tell(status, {"type": kind, "status": status, "title": slug, "detail": "Parce que."})

    @property
    def token(self) -> str:
        """What the request carries."""
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _api(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        url = urlsplit(self.path)
        what = f"{self.command} {url.path.removeprefix(API)}"
        self.query = {name: values[0] for name, values in parse_qs(url.query).items()}
        with self.server.lock:
            self.server.asked.append(f"{what}?{url.query}" if url.query else what)
        fault = self.server.faults.get(what)
        if fault:
            return fault(self)
        return getattr(self, f"_{what.split('/')[-1]}_{self.command}".lower())()

    def _conversations_post(self) -> None:
        self.tell(201, self.server.open())

    def _conversation_get(self) -> None:
        turns = self.server.talks.get(self.token)
        if turns is None:
            return self.problem(401, "no-conversation")
        ids = [turn["turn"] for turn in turns]
        if "since" in self.query:
            found = turns[ids.index(self.query["since"]) + 1 :]
            page, more = found[:PAGE], len(found) > PAGE
        else:
            end = ids.index(self.query["before"]) if "before" in self.query else len(turns)
            page, more = turns[max(end - PAGE, 0) : end], end > PAGE
        with self.server.lock:
            self.server.given.append(len(page))
        return self.tell(200, self.server.conversation(self.token, page, more))

    def _conversation_delete(self) -> None:
        self.server.talks.pop(self.token, None)
        self.answer(204)

    def _messages_post(self) -> None:
        turns = self.server.talks.get(self.token)
        said = json.loads(self.body)
        key = self.headers["Idempotency-Key"]
        if turns is None:
            return self.problem(401, "no-conversation")
        for turn in turns:
            if turn["key"] == key:
                return self.tell(200, turn)
        if len(turns) >= self.server.cap:
            return self.problem(409, "full")
        turn = self.server.turn(said.get("text", "bouton"), key)
        turns.append(turn)
        return self.tell(200, turn)

    def _feedback_post(self) -> None:
        thumb = json.loads(self.body)
        for turn in self.server.talks.get(self.token, []):
            if turn["turn"] == thumb["turn"]:
                turn["useful"] = thumb["useful"]
                return self.answer(204)
        return self.problem(404, "no-turn")


class StandIn(http.server.ThreadingHTTPServer):
    """The server, on a free port.

    Attributes:
        talks: the turns of each conversation, by its token.
        asked: each request to the API.
        given: how many turns each answer of the history held.
        faults: what answers instead of us, by method and path.
        cap: turns after which a conversation is full.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.lock = threading.Lock()
        self.talks: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.given: list[int] = []
        self.faults: dict[str, Fault] = {}
        self.cap = 1000
        self._numbers = itertools.count()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def turn(self, said: str | None, key: str | None) -> dict[str, Any]:
        """A turn that answers what was said."""
        number = next(self._numbers)
        time = dt.datetime(2026, 11, 27) + dt.timedelta(seconds=number)
        text = "Bonjour, je suis un assistant automatique." if said is None else f"Écho : {said}"
        bubble = {
            "text": text,
            "language": "fr",
            "topic": None,
            "clusters": [],
            "links": [],
            "buttons": [{"title": "Un bouton", "payload": "/bouton"}],
        }
        return {
            "turn": f"turn-{number}",
            "time": f"{time.isoformat()}Z",
            "said": said,
            "key": key,
            "useful": None,
            "bubbles": [bubble],
        }

    def open(self, turns: int = 0) -> dict[str, Any]:
        """A new conversation in which the visitor has said something `turns` times."""
        token = f"token-{next(self._numbers)}"
        said = [self.turn(f"question {number}", f"{number:032}") for number in range(turns)]
        self.talks[token] = [self.turn(None, None), *said]
        return self.conversation(token, self.talks[token][:1], False)

    @staticmethod
    def conversation(token: str, turns: list[dict[str, Any]], more: bool) -> dict[str, Any]:
        """What a client is given."""
        return {"token": token, "expires": "2027-01-01T00:00:00Z", "turns": turns, "more": more}

    def count(self, start: str) -> int:
        """How many requests began so."""
        return sum(one.startswith(start) for one in self.asked)

    def forget(self) -> None:
        """Counts from nothing."""
        self.asked.clear()
        self.given.clear()

    def stop(self) -> None:
        """Ends."""
        self.shutdown()
        self.server_close()
