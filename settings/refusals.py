"""What is said of a value that does not do: one line, and never its secret."""

from __future__ import annotations

import re

LONGEST = 100  # characters of a value that are shown
SCHEME = re.compile(r"[a-z][a-z0-9+]{1,24}", re.IGNORECASE)
PLACE = re.compile(r"(\[[0-9a-f:.]+\]|[^:@]*)(:[0-9]{0,5})?", re.IGNORECASE)


class SettingsError(Exception):
    """Something set is wrong; the message (French) names it and says what to mend, a line each."""


def refusal(variable: str, value: str, reason: str) -> str:
    """The line on one variable.

    Args:
        variable: its name.
        value: what of it may be shown; nothing when all of it is secret.
        reason: what is wanted.
    """
    seen = f" (« {shown(value)} »)" if value else ""
    return f"La variable {variable} ne convient pas{seen} : {reason}."


def shown(text: str) -> str:
    """The text on one line, cut when it is long."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(sign if sign.isprintable() else "�" for sign in short)


def without_password(address: str) -> str:
    """The address as it may be shown, whatever is wrong with it; when in doubt, less of it."""
    scheme, separator, rest = address.partition("://")
    if not separator or not SCHEME.fullmatch(scheme):
        return ""
    before, *options = re.split(r"[?#]", rest, maxsplit=1)
    account, at, there = before.rpartition("@")
    place, slash, path = there.partition("/")
    # Each of these signs may be part of a password that was not written as it should be.
    if "@" in "".join(options) or not PLACE.fullmatch(place):
        return f"{scheme}://…"
    return "".join(
        [f"{scheme}://", "***@" if at else "", place, slash, path, "?…" if options else ""]
    )
