"""What can be set, and what is said of a value that does not do."""

import pytest

from settings import VAR, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("DATABASE_URL", "CONVERSATIONS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHAT_ORIGINS", "*"),
        ("CHAT_ORIGINS", "null"),
        ("CHAT_ORIGINS", "https://*.exemple.be"),
        ("CHAT_ORIGINS", "https://exemple.be/page"),
        ("CHAT_SECRET", "court"),
        ("CHAT_SESSION_HOURS", "2"),
        ("CHAT_SESSION_RATE", "souvent"),
        ("CHAT_TURN_SECONDS", "x"),
        ("CHAT_REDIS_URL", "localhost:6379"),
        ("CHAT_TURNS_AT_ONCE", "0"),
        ("DATABASE_URL", "mysql://x/y"),
        ("CONVERSATIONS_URL", "var/conversations.db"),
        ("SANIC_PROXIES_COUNT", "abc"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_origins_are_a_list(monkeypatch):
    monkeypatch.setenv("CHAT_ORIGINS", "https://A.example, http://b.example:8080")
    assert read_settings().allowed_origins == {"https://a.example", "http://b.example:8080"}


def test_what_is_wanted_is_said_in_french(monkeypatch):
    monkeypatch.setenv("CHAT_SESSION_HOURS", "2")
    told = "il faut un nombre plus grand que 20 et d’au plus 8760"
    with pytest.raises(SettingsError, match=told):
        read_settings()


def test_where_things_are_kept(monkeypatch):
    assert read_settings().catalogue_address == f"sqlite:///{VAR / 'clusters.db'}"
    assert read_settings().conversations_address == f"sqlite:///{VAR / 'conversations.db'}"
    monkeypatch.setenv("DATABASE_URL", "postgresql://x/y")
    assert read_settings().catalogue_address == "postgresql://x/y"
    assert read_settings().conversations_address == "postgresql://x/y"
    monkeypatch.setenv("CONVERSATIONS_URL", "sqlite:////z")
    assert read_settings().conversations_address == "sqlite:////z"
