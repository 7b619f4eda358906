"""Real servers for tests: `bin/serve` on a free port, with a database of its own."""

from __future__ import annotations

import http.server
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from harness.processes import PATIENCE, free_port
from harness.server import AssistantServer

__all__ = ["SECRET", "Server", "Site", "free_port", "wait_for"]

SECRET = "un secret pour les tests, assez long pour être pris"


def wait_for(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer")


class Site:
    """A site of another origin, with one page that a test writes."""

    def __init__(self) -> None:
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path == "/" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if site.policy:
                    self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(site.page.encode() if self.path == "/" else b"")

            def log_message(self, *_: object) -> None:
                pass

        self.page = ""
        self.policy = ""
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Server(AssistantServer):
    """`bin/serve` in a process; it can be stopped and started again where it was."""

    def __init__(self, folder: Path, core: int | None = None, **settings: str) -> None:
        super().__init__(folder, core, **{"CHAT_SECRET": SECRET, **settings})

    def said_in_log(self, pattern: str) -> bool:
        return re.search(pattern, self.log.read_text(encoding="utf-8")) is not None

    def gauge(self, name: str) -> float:
        """A number without labels of the page that operators read."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.local_port}/metrics") as page:
            found = re.search(rf"^{name} (\S+)$", page.read().decode(), flags=re.MULTILINE)
        assert found, name
        return float(found[1])
