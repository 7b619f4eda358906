import shutil
import tempfile
from pathlib import Path

import pytest

from doctor.settings_file import (
    SettingsFileError,
    read_settings_file,
    readable_by_all,
    settings_file,
)
from tests.deploy.nginx import DEPLOY
from tests.doctor.findings import marks


@pytest.fixture
def open_folder(tmp_path):
    """A folder that other accounts reach; pytest closes those above it."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_the_example_is_read_as_a_shell_reads_it():
    read = read_settings_file(DEPLOY / "env.example")
    assert read["CHAT_KEEP_DAYS"] == "30"
    assert read["DATABASE_URL"] == "sqlite:////var/lib/assistant-clusters/clusters.db"
    assert "CHAT_ORIGINS" not in read  # a comment


def test_quotes_signs_and_comments(tmp_path):
    path = tmp_path / "env"
    path.write_text("# non\n\nA='60/10 minutes' # oui\nB=\"l’autre\"\nC='a#b=c$d'\nD=\n")
    assert read_settings_file(path) == {
        "A": "60/10 minutes",
        "B": "l’autre",
        "C": "a#b=c$d",
        "D": "",
    }


@pytest.mark.parametrize("line", ["CHAT_SECRET=un deux", "un-secret-nu", "CHAT SECRET=x", "A='x"])
def test_a_line_that_is_no_setting_is_named_and_not_shown(tmp_path, line):
    path = tmp_path / "env"
    path.write_text(f"A='b'\n{line}\n")
    with pytest.raises(SettingsFileError, match="ligne 2") as refused:
        read_settings_file(path)
    assert line not in str(refused.value)


def test_a_file_that_is_missing_or_no_text(tmp_path):
    with pytest.raises(SettingsFileError, match="ne peut être lu"):
        read_settings_file(tmp_path / "env")
    (tmp_path / "env").write_bytes(b"A='\xff'")
    with pytest.raises(SettingsFileError, match="UTF-8"):
        read_settings_file(tmp_path / "env")


def test_what_any_account_can_read_is_a_fault(open_folder):
    path = open_folder / "env"
    path.write_text("A='b'")
    path.chmod(0o644)
    assert marks(settings_file(path)) == "✗"
    path.chmod(0o640)
    assert marks(settings_file(path)) == "✓"


def test_a_closed_folder_keeps_others_out(open_folder):
    path = open_folder / "env"
    path.write_text("A='b'")
    path.chmod(0o644)
    open_folder.chmod(0o750)
    assert not readable_by_all(path)
