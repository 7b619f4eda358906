import sys
from dataclasses import asdict, replace
from functools import partial

import pytest

from bench.peers.contestant import Command, Served, Serving
from bench.peers.doors import RestDoor
from bench.peers.effort import Effort
from bench.peers.processes import ProgramEndedError, free_port
from bench.peers.speed import measure_speed
from bench.peers.spoken import Line, Script

ECHO = """
import http.server, json, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps([{"text": said["message"]}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
LINES = tuple(Line(text, text) for text in ("a", "b"))
SCRIPT = Script("bonjour", LINES, LINES)
EFFORT = replace(
    Effort().quick(), runs=2, turns=4, seconds=0.2, early=(2, 3), late=(9, 10), clients=2
)


class Peer(Served):
    """A server of a few lines."""

    title = "un serveur"

    def __init__(self, name: str, program: str) -> None:
        self.name = name
        self._program = program

    def prepare(self) -> None:
        pass

    def understanding(self) -> Command:
        raise NotImplementedError

    def serving(self, folder) -> Serving:
        port = free_port()
        command = Command((sys.executable, "-c", self._program, str(port)), folder)
        return Serving([command], partial(RestDoor, port))


def check(text: str, line: Line) -> None:
    assert text == line.text


def test_real_servers_are_measured_in_turn(tmp_path):
    said = []
    peers = [Peer("x", ECHO), Peer("y", ECHO)]
    runs = measure_speed(peers, SCRIPT, EFFORT, check, tmp_path, said.append)
    assert [line.rpartition(": ")[2] for line in said] == ["x", "y", "x", "y"]
    for run in runs:
        assert list(run) == ["x", "y"]
        for figures in run.values():
            assert 0 < figures["startup"] < 60
            assert [len(figures[kind]) for kind in ("domain", "database", "early", "late")] == [
                4,
                4,
                2,
                2,
            ]
            assert figures["throughput"] > 10
            assert 3 < figures["memory"] < 200


def test_a_server_that_ends_says_why(tmp_path):
    ends = Peer("x", "import sys; sys.exit('no model')")
    with pytest.raises(ProgramEndedError, match="no model"):
        measure_speed([ends], SCRIPT, EFFORT, check, tmp_path, lambda _: None)


def test_less_is_measured_when_it_is_only_tried():
    quick, whole = asdict(Effort().quick()), asdict(Effort())
    assert quick["runs"] == 1
    assert whole["runs"] >= 5
    assert all(quick[name] == whole[name] for name in ("early", "late", "talk", "clients"))
