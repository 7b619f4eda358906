import secrets

import pytest

from doctor.secret import given_secret, kept_secret
from tests.doctor.findings import marks, only


@pytest.mark.parametrize(
    "secret",
    [
        "x" * 40,
        "changeme-changeme-changeme-changeme",
        "à compléter par le service, au moins 32",
        "0123456789012345678901234567890123456789",
    ],
)
def test_a_key_that_can_be_guessed_is_a_fault_and_is_not_shown(secret):
    found = only(given_secret(secret))
    assert found.level.value == "✗"
    assert secret not in str(found)


def test_a_random_key_is_good():
    assert {marks(given_secret(secrets.token_urlsafe(32))) for _ in range(1000)} == {"✓"}
    assert {marks(given_secret(secrets.token_hex(32))) for _ in range(1000)} == {"✓"}


def test_the_key_that_a_server_made(tmp_path):
    path = tmp_path / "secret"
    assert marks(kept_secret(path, several=False)) == "✓"
    assert marks(kept_secret(path, several=True)) == "!"
    assert not path.exists()
    path.write_text("court")
    path.chmod(0o600)
    assert marks(kept_secret(path, several=False)) == "✗✓"
    path.write_text(secrets.token_urlsafe(32))
    assert marks(kept_secret(path, several=False)) == "✓"
    path.unlink()
    path.mkdir()
    assert marks(kept_secret(path, several=False)) == "✗"
