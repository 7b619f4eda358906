"""Asks a server of this machine, whatever proxy the environment names."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException

from doctor.listeners import Listener

SECONDS = 5.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    body: bytes

    @property
    def told(self) -> Mapping[str, str]:
        """The object that the body is, or nothing."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


def ask(listener: Listener, path: str) -> Answer | None:
    """The answer, whatever its status; None when there is none that can be read."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{listener.host}:{listener.port}{path}", timeout=SECONDS) as told:
            return Answer(told.status, told.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(MOST_BYTES))
    except (OSError, HTTPException):
        return None
