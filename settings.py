"""What can be set, each by a variable of the environment (docs/exploitation.md).

For the catalogue, the door, training and tools alike; nothing else reads the environment but what
the system itself puts there (systemd's NOTIFY_SOCKET, the tests' REQUIRE_ALL).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import limits
from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

VAR = Path(__file__).resolve().parent / "var"
DATABASES = ("sqlite", "postgresql")
MIN_SECRET = 32  # characters: the key of HMAC-SHA256 should be as long as its digest, 32 bytes


class SettingsError(Exception):
    """A variable is wrong; the message (French) names it and says what is wrong."""


class Settings(BaseSettings):
    """What is set; the variable is `CHAT_` and the name in capitals, for the last three the name.

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
        database_url: where the catalogue is kept, an SQLAlchemy address of SQLite or PostgreSQL.
        conversations_url: where conversations are kept; when empty, where the catalogue is if that
            was set, else in a file of their own.
        upgrade_at_start: whether a server that starts upgrades older tables ("oui"), as
            `bin/upgrade` does; else ("non") it does not start.
        sanic_proxies_count: proxies before the server, whose X-Forwarded-For is believed; read by
            Sanic itself.
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
    database_url: str = Field(default="", env="DATABASE_URL")
    conversations_url: str = Field(default="", env="CONVERSATIONS_URL")
    upgrade_at_start: bool = False
    sanic_proxies_count: int = Field(default=0, ge=0, env="SANIC_PROXIES_COUNT")

    class Config:
        """The names of the variables."""

        env_prefix = "CHAT_"

    @property
    def catalogue_address(self) -> str:
        """The database of the catalogue."""
        return self.database_url or f"sqlite:///{VAR / 'clusters.db'}"

    @property
    def conversations_address(self) -> str:
        """The database of the conversations."""
        kept = self.conversations_url or self.database_url
        return kept or f"sqlite:///{VAR / 'conversations.db'}"

    @validator("database_url", "conversations_url")
    def _is_database(cls, value: str) -> str:
        try:
            known = not value or make_url(value).get_backend_name() in DATABASES
        except ArgumentError:
            known = False
        if not known:
            raise ValueError(
                "il faut une adresse telle que sqlite:////chemin/fichier.db ou "
                "postgresql+psycopg2://nom:mot@machine/base"
            )
        return value

    @validator("upgrade_at_start", pre=True)
    def _is_yes_or_no(cls, value: bool | str) -> bool | str:
        if str(value).lower() not in ("oui", "non", "true", "false", "1", "0"):
            raise ValueError("il faut oui ou non")
        return {"oui": True, "non": False}.get(str(value).lower(), value)

    @validator("session_rate", "address_rate", "opening_rate")
    def _is_rate(cls, value: str) -> str:
        try:
            limits.parse(value)
        except ValueError as error:
            raise ValueError("il faut un débit tel que 30/minute ou 60/10 minutes") from error
        return value

    @validator("keep_days")
    def _outlives_the_token(cls, value: int, values: dict[str, Any]) -> int:
        if 0 < value * 24 < values.get("session_hours", 0):
            raise ValueError("une conversation se garde au moins CHAT_SESSION_HOURS")
        return value

    @validator("redis_url")
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("il faut une adresse telle que redis://127.0.0.1:6379/0")
        return value

    @validator("secret")
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < MIN_SECRET:
            raise ValueError(f"il faut au moins {MIN_SECRET} caractères")
        return value

    @validator("origins")
    def _are_origins(cls, value: str) -> str:
        for origin in _listed(value):
            scheme, _, host = origin.partition("://")
            if scheme not in ("http", "https") or not host or "/" in host or "*" in host:
                raise ValueError(f"« {origin} » n’est pas un site tel que https://www.exemple.be")
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
        name = str(wrong["loc"][0])
        raise SettingsError(
            f"La variable {variable(name)} ne convient pas : {_reason(name, dict(wrong))}."
        ) from error


def variable(name: str) -> str:
    """The variable of the environment that sets `name`."""
    return min(Settings.__fields__[name].field_info.extra["env_names"]).upper()


def _reason(name: str, wrong: dict[str, Any]) -> str:
    """Why a value is refused: what a validator here says, or what number is wanted."""
    if wrong["type"] == "value_error":
        return str(wrong["msg"])
    field = Settings.__fields__[name]
    kind = "un nombre entier" if issubclass(field.type_, int) else "un nombre"
    told = field.field_info
    least, above, most = told.ge, told.gt, told.le
    bounds = [
        f"d’au moins {least}" if least is not None else "",
        f"plus grand que {above:g}" if above is not None else "",
        f"d’au plus {most}" if most is not None else "",
    ]
    return " ".join(["il faut", kind, " et ".join(filter(None, bounds))]).strip()


def _listed(origins: str) -> list[str]:
    return [origin.strip().lower() for origin in origins.split(",") if origin.strip()]
