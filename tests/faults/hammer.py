"""One client that asks as fast as it is answered, as `python -m tests.faults.hammer`."""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import time
import uuid

API = "/api/v1"
KINDS = ("history", "buttons", "openings", "earlier")


def main(kind: str, port: int, seconds: float, address: str, token: str, turn: str) -> int:
    """Hammers, and prints how often it was answered, by status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "X-Forwarded-For": address,
    }
    statuses: dict[int, int] = {}
    end = time.monotonic() + seconds
    for number in itertools.count():
        if time.monotonic() > end:
            break
        headers["Idempotency-Key"] = uuid.uuid4().hex
        button = json.dumps({"payload": f"/nulle_part_{number}"})
        method, path, body = {
            "history": ("GET", f"{API}/conversation", None),
            "earlier": ("GET", f"{API}/conversation?before={turn}", None),
            "buttons": ("POST", f"{API}/conversation/messages", button),
            "openings": ("POST", f"{API}/conversations", None),
        }[kind]
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
    sys.stdout.write(json.dumps(statuses))
    return 0


if __name__ == "__main__":
    kind, port, seconds, address, token, turn = sys.argv[1:]
    sys.exit(main(kind, int(port), float(seconds), address, token, turn))
