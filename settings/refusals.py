"""What is said of a value that does not do: one line, and never its secret."""

from __future__ import annotations

import re

LONGEST = 100  # characters of a value that are shown
SCHEME = re.compile(r"[a-z][a-z0-9+]{1,24}://", re.IGNORECASE)
FILE = re.compile(r"sqlite(\+\w+)?:///[^@?#]*")
SERVER = re.compile(
    rf"({SCHEME.pattern})"
    r"([^@/?#\[\]]*[^@/?#\[\]:]@)?"  # account
    # Without one, "name:12/rest" may be the beginning of an account.
    r"((?:[\w.-]*|\[[0-9a-f:.]+\])(?::[0-9]{0,5})?(?:/(?(2)[\w-]*|[0-9]{0,5}))?)"
    r"(\?[^@#]*)?",
    re.IGNORECASE | re.ASCII,
)


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
    """The address as it may be shown, whatever is wrong with it.

    What is no plain address may have a part of its password anywhere: of that one, the scheme.
    """
    if FILE.fullmatch(address):
        return address
    server = SERVER.fullmatch(address)
    if server:
        scheme, account, place, options = server.groups()
        return f"{scheme}{'***@' if account else ''}{place}{'?…' if options else ''}"
    scheme = SCHEME.match(address)
    return f"{scheme.group()}…" if scheme else ""
