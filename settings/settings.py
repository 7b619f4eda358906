"""The settings: their names, types, defaults and bounds."""

from __future__ import annotations

from typing import Any

from pydantic import BaseSettings, Field, SecretStr, validator
from pydantic.fields import ModelField

from settings.databases import check_database
from settings.numbers import check_written, is_number
from settings.origins import check_origins, listed
from settings.own_folder import VAR
from settings.rates import check_rate
from settings.redis_address import check_redis

PREFIX = "CHAT_"
MIN_SECRET = 32  # characters: the key of HMAC-SHA256 should be as long as its digest, 32 bytes


def _secret(default: Any, **more: Any) -> Any:
    """A setting that may stand in a file, named by its variable with `_FILE`, and never shows."""
    return Field(default, repr=False, in_file=True, **more)


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
        conversation_turns: turns of one conversation; then a new one begins.
        session_rate: messages of one conversation.
        address_rate: requests of one address, behind which a whole office may sit; none of them is
            more work than a message.
        address_day: what one address may have kept in a day: messages, openings, thumbs.
        opening_rate: conversations that one address may open.
        opening_total: conversations that everybody together may open.
        redis_url: where several processes keep their counts and locks
            ("redis://127.0.0.1:6379/0"); when empty, they live in this process.
        database_url: where the catalogue is kept, an SQLAlchemy address of SQLite or PostgreSQL.
        conversations_url: where conversations are kept; when empty, where the catalogue is if that
            was set, else in a file of their own.
        upgrade_at_start: whether a server that starts upgrades older tables ("oui"), as
            `bin/upgrade` does; else ("non") it does not start.
        upgrade_at_start: whether a server that starts upgrades older tables ("oui"), as
            `bin/upgrade` does; else ("non") it does not start.
        sanic_proxies_count: proxies before the server, whose X-Forwarded-For is believed; read by
            Sanic itself.
    """

    origins: str = ""
    secret: SecretStr = _secret(SecretStr(""))
    session_hours: float = Field(default=24, gt=20, le=24 * 365)
    keep_days: int = Field(default=0, ge=0, le=36_500)
    body_bytes: int = Field(default=8192, ge=1024, le=1_000_000)
    text_chars: int = Field(default=500, ge=50, le=1000)
    word_chars: int = Field(default=500, ge=10, le=2000)
    turn_seconds: float = Field(default=10, gt=0, le=60)
    turns_at_once: int = Field(default=32, ge=1, le=1000)
    conversation_turns: int = Field(default=300, ge=20, le=1000)
    session_rate: str = "30/minute"
    address_rate: str = "300/minute"
    address_day: str = "5000/day"
    opening_rate: str = "60/10 minutes"
    opening_total: str = "1200/10 minutes"
    redis_url: str = _secret("")
    database_url: str = _secret("", env="DATABASE_URL")
    conversations_url: str = _secret("", env="CONVERSATIONS_URL")
    upgrade_at_start: bool = False
    sanic_proxies_count: int = Field(default=0, ge=0, le=100, env="SANIC_PROXIES_COUNT")

    class Config:
        """The names of the variables."""

        env_prefix = PREFIX

    @property
    def catalogue_address(self) -> str:
        """The database of the catalogue."""
        return self.database_url or f"sqlite:///{VAR / 'clusters.db'}"

    @property
    def conversations_address(self) -> str:
        """The database of the conversations."""
        kept = self.conversations_url or self.database_url
        return kept or f"sqlite:///{VAR / 'conversations.db'}"

    @property
    def allowed_origins(self) -> frozenset[str]:
        """The sites of `origins`, one by one."""
        return frozenset(listed(self.origins))

    @validator("*", pre=True)
    def _is_plainly_written(cls, value: Any, field: ModelField) -> Any:
        if isinstance(value, str) and is_number(field):
            check_written(value, field)
        elif isinstance(value, str) and not value.isprintable():
            raise ValueError("il y a un caractère invisible ou une fin de ligne : ôtez-les")
        return value

    @validator("upgrade_at_start", pre=True)
    def _is_yes_or_no(cls, value: bool | str) -> bool | str:
        if str(value).lower() not in ("oui", "non", "true", "false", "1", "0"):
            raise ValueError("il faut oui ou non")
        return {"oui": True, "non": False}.get(str(value).lower(), value)

    @validator("origins")
    def _are_origins(cls, value: str) -> str:
        check_origins(value)
        return value

    @validator("secret")
    def _is_long(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if secret and len(secret.strip()) < MIN_SECRET:
            raise ValueError(f"il faut au moins {MIN_SECRET} caractères")
        return value

    @validator("keep_days")
    def _outlives_the_token(cls, value: int, values: dict[str, Any]) -> int:
        hours = values.get("session_hours", 0)
        if 0 < value * 24 < hours:
            raise ValueError(
                f"une conversation se garde au moins CHAT_SESSION_HOURS, ici {hours:g} heures, ou "
                "toujours (0)"
            )
        return value

    @validator("session_rate", "address_rate", "address_day", "opening_rate", "opening_total")
    def _is_rate(cls, value: str) -> str:
        check_rate(value)
        return value

    @validator("redis_url")
    def _is_redis(cls, value: str) -> str:
        if value:
            check_redis(value)
        return value

    @validator("database_url", "conversations_url")
    def _is_database(cls, value: str, field: ModelField) -> str:
        if value:
            check_database(value, read_only=field.name == "database_url")
        return value


def variable(name: str) -> str:
    """The variable of the environment that sets `name`."""
    return min(Settings.__fields__[name].field_info.extra["env_names"]).upper()


def file_variable(name: str) -> str | None:
    """The variable that names the file in which `name` stands; None when it is no secret."""
    in_file = Settings.__fields__[name].field_info.extra.get("in_file")
    return f"{variable(name)}_FILE" if in_file else None
