"""Which pages may talk with the assistant from a browser (CORS)."""

from __future__ import annotations

from urllib.parse import urlsplit

from channels.web import problems


class Origins:
    """The sites whose pages are answered: our own, and those that the operator listed.

    Args:
        listed: origins, as "https://www.exemple.be".
    """

    def __init__(self, listed: frozenset[str]) -> None:
        self._listed = listed

    def admitted(self, origin: str | None, host: str) -> str | None:
        """The foreign origin to name in the answer's CORS headers; None when there is none.

        Args:
            origin: the request's `Origin`; None when it has none (no browser, or a plain GET).
            host: the request's `Host`.

        Raises:
            Problem: 403, the page stands on another site; "null" (a file, a sandbox) is nobody.
        """
        if origin is None:
            return None
        if _site(origin) == host:
            return None
        if origin.lower() in self._listed:
            return origin
        raise problems.foreign_origin()


def _site(origin: str) -> str | None:
    """The name and port in an origin of the web; None when it is none."""
    try:
        parts = urlsplit(origin)
    except ValueError:  # half an IPv6 address
        return None
    return parts.netloc if parts.scheme in ("http", "https") else None
