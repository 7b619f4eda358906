"""What can be set, what is refused and how that is said, by the settings and by the commands."""

import os
import re
import secrets
import subprocess
import tempfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.cluster_catalogue.engine import ROOT
from channels.web.secret import signing_key
from settings import (
    VAR,
    Settings,
    SettingsError,
    file_variable,
    listening_port,
    read_settings,
    variable,
)

PASSWORD = "Sesame0uvreToi"
NOBODY = 65534


def table(name: str) -> list:
    content = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return YAML(typ="safe").load(content)


WRONG = table("settings_wrong.yml")
RIGHT = table("settings_right.yml")


def told(case: dict) -> str:
    return " ".join(f"{name}={value}" for name, value in case["given"].items()) or "nothing"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in list(os.environ):
        if name.upper().startswith("CHAT_") or name in map(variable, Settings.__fields__):
            monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path) -> Path:
    """What the tables name as {folder}."""
    (tmp_path / "key").write_text(secrets.token_urlsafe(32) + "\n")
    (tmp_path / "empty").touch()
    (tmp_path / "short").write_text(PASSWORD)
    (tmp_path / "two_lines").write_text(f"{PASSWORD * 3}\n{PASSWORD * 3}\n")
    (tmp_path / "binary").write_bytes(b"\xff" * 40)
    (tmp_path / "mysql").write_text(f"mysql://nom:{PASSWORD}@h/b\n")
    (tmp_path / "address").write_text(f"postgresql://nom:{PASSWORD}@h/b\r\n")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone" / "a.db")
    return tmp_path


def filled(text: str, folder: Path) -> str:
    return text.replace("{folder}", str(folder)).replace("{password}", PASSWORD)


def given(case: dict, folder: Path) -> dict[str, str]:
    return {name: filled(value, folder) for name, value in case["given"].items()}


def refused(monkeypatch, variables: dict[str, str]) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value)


def check_line(line: str, case: dict) -> None:
    """One French line that names variable and remedy, and holds no secret."""
    assert line.replace("\u00a0", " ").isprintable(), line
    assert re.match(rf"L(a|es) variables? .*\b{case['named']}\b", line), line
    assert case["remedy"] in line.replace("\u00a0", " "), line
    assert PASSWORD not in line
    assert not re.search(r" [:;?!»]|« ", line), "a no-break space is missing"


# --- the settings


@pytest.mark.parametrize("case", WRONG, ids=told)
def test_a_wrong_setting_is_refused_in_one_line(monkeypatch, folder, case):
    before = sorted(folder.rglob("*"))
    check_line(refused(monkeypatch, given(case, folder)), case)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("case", RIGHT, ids=told)
def test_a_right_setting_is_taken(monkeypatch, folder, case):
    for name, value in given(case, folder).items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    for name, value in case["made"].items():
        found = getattr(settings, name)
        if isinstance(value, list):
            assert sorted(found) == value
        else:
            assert found == (filled(value, folder) if isinstance(value, str) else value)
    assert PASSWORD not in repr(settings)


def test_the_table_is_of_some_size():
    assert len(WRONG) >= 60
    assert {case["named"].removesuffix("_FILE") for case in WRONG} >= {
        variable(name) for name in Settings.__fields__
    }


def test_all_that_is_wrong_is_told_at_once(monkeypatch):
    wrong = {"CHAT_KEEPDAYS": "3", "CHAT_TEXT_CHARS": "x", "CHAT_REDIS_URL_FILE": "/none"}
    *lines, last = refused(monkeypatch, wrong).splitlines()
    assert len(lines) == 3
    assert all(any(f"variable {name} " in line for line in lines) for name in wrong)
    assert last.startswith("3 réglages")


def test_each_secret_may_stand_in_a_file(monkeypatch, folder):
    names = {file_variable(name) for name in Settings.__fields__} - {None}
    assert names == {
        "CHAT_SECRET_FILE",
        "CHAT_REDIS_URL_FILE",
        "DATABASE_URL_FILE",
        "CONVERSATIONS_URL_FILE",
    }
    monkeypatch.setenv("CHAT_SECRET_FILE", str(folder / "key"))
    read = read_settings().secret.get_secret_value()
    assert f"{read}\n" == (folder / "key").read_text()


def test_where_things_are_kept():
    assert read_settings().catalogue_address == f"sqlite:///{VAR / 'clusters.db'}"
    assert read_settings().conversations_address == f"sqlite:///{VAR / 'conversations.db'}"


@pytest.fixture
def closed():
    """A folder that we may look at, not write; we are nobody, as root may all."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    (folder / "there.db").touch()
    (folder / "key").write_text(PASSWORD * 3)
    (folder / "hidden").write_text(PASSWORD * 3)
    for name, mode in {"there.db": 0o444, "key": 0o444, "hidden": 0, ".": 0o555}.items():
        (folder / name).chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def test_rights_that_are_missing(monkeypatch, closed):
    line = refused(monkeypatch, {"DATABASE_URL": f"sqlite:///{closed}/new.db"})
    check_line(line, {"named": "DATABASE_URL", "remedy": f"écrire dans {closed}"})
    monkeypatch.setenv(
        "DATABASE_URL", f"sqlite:///{closed}/there.db"
    )  # may be read, that is enough
    assert read_settings().database_url
    line = refused(monkeypatch, {"CONVERSATIONS_URL": f"sqlite:///{closed}/there.db"})
    check_line(line, {"named": "CONVERSATIONS_URL", "remedy": f"écrire dans {closed}"})
    monkeypatch.delenv("CONVERSATIONS_URL")
    line = refused(monkeypatch, {"CHAT_SECRET_FILE": f"{closed}/hidden"})
    check_line(line, {"named": "CHAT_SECRET_FILE", "remedy": "donnez-en le droit"})


def test_a_key_that_is_there_is_only_read(closed):
    assert signing_key("", closed / "key") == PASSWORD * 3
    for name in ("hidden", "new"):
        with pytest.raises(SettingsError) as caught:
            signing_key("", closed / name)
        line = str(caught.value)
        assert line.startswith("CHAT_SECRET n’est pas défini")
        assert str(closed / name) in line
        assert line.endswith("définissez CHAT_SECRET.")


@pytest.mark.parametrize("port", ["abc", "0", "-1", "65536", "70000", "", " 5005", "5e3", "٣"])
def test_a_wrong_port_is_refused(port):
    with pytest.raises(SettingsError, match="--port .*de 1 à 65535"):
        listening_port(port)


def test_a_right_port():
    assert [listening_port(port) for port in ("1", "5005", "65535")] == [1, 5005, 65535]


# --- the commands


def run(arguments: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [ROOT / "bin" / arguments[0], *arguments[1:]],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in WRONG if "command" in case], ids=told)
def test_a_command_ends_with_that_line(folder, case):
    before = sorted(folder.rglob("*")), sorted(VAR.iterdir())
    ended = run(case["command"], given(case, folder))
    assert ended.returncode == 1
    assert not ended.stdout
    check_line(ended.stderr.rstrip("\n"), case)
    assert (sorted(folder.rglob("*")), sorted(VAR.iterdir())) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", [["ask", "Bonjour"], ["follow", "Bonjour"]])
def test_other_commands_do_so_too(command):
    ended = run(command, {"CHAT_KEEPDAYS": "30"})
    assert (ended.returncode, ended.stdout) == (1, "")
    check_line(ended.stderr.strip(), {"named": "CHAT_KEEPDAYS", "remedy": "écrivez CHAT_KEEP_DAYS"})


@pytest.mark.slow
def test_the_server_refuses_a_wrong_port():
    ended = run(["serve", "--port", "70000"], {})
    assert (ended.returncode, ended.stdout) == (1, "")
    assert re.fullmatch(r"L’option --port .*\n", ended.stderr)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("forget", "127.0.0.1:1"),
        ("load-catalogue", "127.0.0.1:1"),
        ("load-catalogue", "nulle.part.invalid"),
    ],
)
def test_a_database_that_is_away_is_told_without_its_password(command, place):
    url = f"postgresql://nom:{PASSWORD}@{place}/b"
    ended = run([command], {"DATABASE_URL": url, "CHAT_KEEP_DAYS": "30"})
    assert (ended.returncode, ended.stdout) == (1, "")
    assert re.fullmatch(r"La base de données ne répond pas\u00a0: .+\n", ended.stderr)
    assert PASSWORD not in ended.stderr
