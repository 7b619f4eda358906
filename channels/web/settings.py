"""What an operator can set, each by a variable of the environment (docs/exploitation.md)."""

from __future__ import annotations

from typing import Any

import limits
from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator

MIN_SECRET = 32  # characters: the key of HMAC-SHA256 should be as long as its digest, 32 bytes


class SettingsError(Exception):
    """A variable is wrong; the message (French) names it and says what is wrong."""


class Settings(BaseSettings):
    """The settings of the door; `CHAT_` and the name in capitals is the variable.

    Attributes:
        origins: sites besides our own whose pages may talk with the assistant, separated by
            commas ("https://www.exemple.be,https://exemple.be").
        secret: signs the tokens; when empty, one is made and kept in a file.
        session_hours: how long a token lives. More than 20 hours, so that WCAG 2.2.1 (timing)
            holds without a warning.
        keep_days: how long a conversation is kept after its last turn, by `bin/forget`; 0 for
            ever. At least the life of a token, so that nobody's talk is erased while it goes on.
        body_bytes: the longest body of a request.
        text_chars: the longest message of a visitor.
        word_chars: the longest word with a thumb.
        turn_seconds: how long a turn may take in all.
        turns_at_once: turns under way or waiting in this process.
        session_rate: messages of one conversation.
        address_rate: requests of one address, behind which a whole office may sit.
        opening_rate: conversations that one address may open.
        redis_url: where several processes keep their counts and locks
            ("redis://127.0.0.1:6379/0"); when empty, they live in this process.
    """

    origins: str = ""
    secret: SecretStr = SecretStr("")
    session_hours: float = Field(default=24, gt=20, le=24 * 365)
    keep_days: int = Field(default=0, ge=0, le=36_500)
    body_bytes: int = Field(default=8192, ge=1024, le=1_000_000)
    text_chars: int = Field(default=500, ge=50, le=1000)
    word_chars: int = Field(default=500, ge=10, le=2000)
    turn_seconds: float = Field(default=10, gt=0, le=60)
    turns_at_once: int = Field(default=32, ge=1)
    session_rate: str = "30/minute"
    address_rate: str = "300/minute"
    opening_rate: str = "60/10 minutes"
    redis_url: str = ""

    class Config:
        """The names of the variables."""

        env_prefix = "CHAT_"

    @validator("session_rate", "address_rate", "opening_rate")
    def _is_rate(cls, value: str) -> str:
        limits.parse(value)
        return value

    @validator("keep_days")
    def _outlives_the_token(cls, value: int, values: dict[str, Any]) -> int:
        if 0 < value * 24 < values.get("session_hours", 0):
            raise ValueError("a conversation must be kept for CHAT_SESSION_HOURS at least")
        return value

    @validator("redis_url")
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("an address such as redis://127.0.0.1:6379/0 is expected")
        return value

    @validator("secret")
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < MIN_SECRET:
            raise ValueError(f"at least {MIN_SECRET} characters are needed")
        return value

    @validator("origins")
    def _are_origins(cls, value: str) -> str:
        for origin in _listed(value):
            scheme, _, host = origin.partition("://")
            if scheme not in ("http", "https") or not host or "/" in host or "*" in host:
                raise ValueError(f"{origin!r} is no origin such as https://www.exemple.be")
        return value

    @property
    def allowed_origins(self) -> frozenset[str]:
        """The sites of `origins`, one by one."""
        return frozenset(_listed(self.origins))


def read_settings() -> Settings:
    """The settings as the environment has them.

    Raises:
        SettingsError: a variable is wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        variable = f"CHAT_{wrong['loc'][0]}".upper()
        raise SettingsError(f"La variable {variable} ne convient pas : {wrong['msg']}.") from error


def _listed(origins: str) -> list[str]:
    return [origin.strip().lower() for origin in origins.split(",") if origin.strip()]
