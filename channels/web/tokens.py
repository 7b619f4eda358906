"""The signed token that proves whose conversation it is."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt

ALGORITHM = "HS256"
AUDIENCE = "clusters-chat"
ID_BYTES = 16  # 128 bits: not to be guessed
MAX_CHARS = 512  # of a token that is worth reading


class InvalidTokenError(Exception):
    """The token is none of ours, was altered, or has expired."""


@dataclass(frozen=True)
class Token:
    """A token with what it says.

    Attributes:
        session: the conversation's id.
        text: what the client carries.
        expires: seconds since 1970.
    """

    session: str
    text: str
    expires: int


class Tokens:
    """Mints and reads tokens: JSON Web Tokens (RFC 7519), HMAC-SHA256.

    Args:
        key: signs them.
        seconds: how long one lives.
        now: the clock, in seconds since 1970.
    """

    def __init__(self, key: str, seconds: float, now: Callable[[], float] = time.time) -> None:
        self._key = key
        self._seconds = seconds
        self._now = now

    def mint(self) -> Token:
        """A token for a new conversation, whose id nobody chose."""
        return self.renew(secrets.token_urlsafe(ID_BYTES))

    def renew(self, session: str) -> Token:
        """A token for `session` that lives its full time from now on."""
        expires = int(self._now() + self._seconds)
        claims = {"sub": session, "exp": expires, "aud": AUDIENCE}
        return Token(session, self._sign(claims), expires)

    def read(self, text: str) -> Token:
        """The token in `text`.

        Raises:
            InvalidTokenError: it is none of ours, was altered, or has expired.
        """
        if len(text) > MAX_CHARS or not text.isascii():
            raise InvalidTokenError("no token")
        try:
            claims = jwt.decode(
                text,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                # The time is read from our own clock below.
                options={"require": ["sub", "exp", "aud"], "verify_exp": False},
            )
        except jwt.PyJWTError as error:
            raise InvalidTokenError(str(error)) from error
        # Base64 has spare bits: of the spellings that decode alike, only ours is taken.
        if not hmac.compare_digest(self._sign(claims), text):
            raise InvalidTokenError("not as it was minted")
        if claims["exp"] <= self._now():
            raise InvalidTokenError("expired")
        return Token(claims["sub"], text, claims["exp"])

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)
