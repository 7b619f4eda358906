"""HTTP/1.1 as it is read from the network: what could be read in two ways is not read at all."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from channels.web import problems

HEAD_BYTES = 16_384  # request line and headers
SECONDS = 10.0  # for a whole request to arrive
_LENGTH = re.compile(rb"[0-9]{1,10}")
_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
ONCE = (
    b"host",
    b"content-length",
    b"transfer-encoding",
    b"authorization",
    b"origin",
    b"content-type",
)


class StrictProtocol(HttpToolsProtocol):
    """uvicorn's protocol (llhttp reads), with bounds that it leaves to a proxy.

    A request line, headers and framing that RFC 9112 lets a server forgive are refused here: two
    servers that forgive differently are how requests are smuggled (RFC 9112, 11.2).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = 0  # bytes; of a request whose head is not whole yet
        self._head_is_whole = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Someone connects, and has something to ask."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on."""
        if self._deadline is None:
            self._expect()
        self._head += len(data)
        super().data_received(data)
        if self._head_is_whole:
            self._head = 0
        elif self._head > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("too long")

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head_is_whole = False
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; one that follows the body (a trailer) says nothing of the request."""
        if not self._head_is_whole:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is whole.

        Raises:
            ValueError: it is not to be answered; the parser makes it a 400.
        """
        self._head_is_whole = True
        if sum(len(name) + len(value) for name, value in self.headers) > HEAD_BYTES:
            raise ValueError("the headers are too long")
        if not _is_plain(self.parser.get_http_version(), self.url, self.headers):
            raise ValueError("the head is ambiguous")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is here."""
        self._expect_nothing()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuses what cannot be read, and hears no more from there."""
        refusal = problems.malformed("Elle n’a pas pu être lue", "It could not be read")
        body = json.dumps(refusal.as_dict(), ensure_ascii=False).encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\n"
            b"content-type: application/problem+json\r\ncontent-language: fr\r\n"
            b"cache-control: no-store\r\nx-content-type-options: nosniff\r\n"
            b"connection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
        )
        self.transport.close()

    def timeout_keep_alive_handler(self) -> None:
        """Ends a connection on which nothing is asked, nor read, any more."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def _expect(self) -> None:
        self._deadline = self.loop.call_later(SECONDS, self._give_up)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()


def _is_plain(version: str, target: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether every server would read the head alike."""
    if version not in ("1.0", "1.1"):
        return False
    counts = Counter(name for name, _ in headers)
    if any(counts[name] > 1 for name in ONCE) or any(
        _CONTROL.search(value) for _, value in headers
    ):
        return False
    told = dict(headers)
    length, encoding = told.get(b"content-length"), told.get(b"transfer-encoding")
    if encoding is not None:
        if version != "1.1" or length is not None or encoding.lower() != b"chunked":
            return False
    elif length is not None and not _LENGTH.fullmatch(length):
        return False
    if not target.startswith(b"/") or not target.isascii() or b"upgrade" in told:
        return False
    host = told.get(b"host")
    return version == "1.0" if host is None else bool(_HOST.fullmatch(host))
