"""The files that browsers load: the widget, for any site, and the pages of the demonstration."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from actions.cluster_catalogue.engine import ROOT
from channels.web import problems

WIDGET = ROOT / "widget"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
FRESH_SECONDS = 300
# What our pages need and nothing more; the widget must work under it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent.

    Attributes:
        content: its bytes.
        packed: the same, by gzip.
        tag: tells its versions apart (ETag).
        headers: to send with it.
    """

    content: bytes
    packed: bytes
    tag: str
    headers: Mapping[str, str]

    @classmethod
    def read(cls, path: Path, headers: Mapping[str, str]) -> StaticFile:
        """The file at `path`, to be sent with `headers`."""
        content = path.read_bytes()
        packed = gzip.compress(content, 9, mtime=0)
        tag = f'W/"{hashlib.sha256(content).hexdigest()[:20]}"'
        return cls(content, packed, tag, {"Content-Type": TYPES[path.suffix], **headers})

    def answer(self, asked: Mapping[str, str]) -> Response:
        """The file, packed when the browser takes that; nothing when it has it already.

        Args:
            asked: the headers of the request.
        """
        headers = {
            **self.headers,
            "ETag": self.tag,
            "Vary": "Accept-Encoding",
            "Cache-Control": f"public, max-age={FRESH_SECONDS}",
        }
        if self.tag in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in asked.get("accept-encoding", ""):
            return Response(self.packed, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.content, headers=headers)


class Pages:
    """All files, read once: what is not among them does not exist, whatever the path says.

    Args:
        widget: the folder of the widget; its `pages` are those of the demonstration.
    """

    def __init__(self, widget: Path = WIDGET) -> None:
        for_all = {
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        ours = {"Content-Security-Policy": POLICY}
        self._files = {
            **{f"widget/{name}": file for name, file in _read(widget, for_all)},
            **dict(_read(widget / "pages", ours)),
        }

    def answer(self, path: str, asked: Mapping[str, str]) -> Response:
        """The file at `path`, without its leading slash; "" is the first page.

        Args:
            path: of the request.
            asked: its headers.

        Raises:
            Problem: 404.
        """
        file = self._files.get(path or "index.html")
        if file is None:
            raise problems.not_found()
        return file.answer(asked)


def _read(folder: Path, headers: Mapping[str, str]) -> list[tuple[str, StaticFile]]:
    return [
        (path.name, StaticFile.read(path, headers))
        for path in sorted(folder.glob("*"))
        if path.suffix in TYPES
    ]
