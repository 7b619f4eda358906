"""The set-up: what is missing is said in one line, what is up to date is left alone."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT


def run_install(
    folder: Path, path: Path, *locks: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path), "HOME": str(folder), **settings}
    script = folder / "scripts" / "install.sh"
    return subprocess.run(
        ["/bin/sh", str(script), *locks], env=environment, capture_output=True, text=True
    )


@pytest.fixture
def bare(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the installer in a folder with a space, and a PATH with the basic tools alone."""
    folder, path = tmp_path / "un clone", tmp_path / "bin"
    (folder / "scripts").mkdir(parents=True)
    path.mkdir()
    shutil.copy(ROOT / "scripts" / "install.sh", folder / "scripts")
    for tool in ("dirname", "cat", "sha256sum", "cut", "awk", "df", "rm", "basename"):
        (path / tool).symlink_to(str(shutil.which(tool)))
    return folder, path


def test_without_python_the_remedy_is_one_line(bare):
    run = run_install(*bare, "requirements.txt")
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert "Python 3.10 est introuvable" in line
    assert "uv" in line


def test_uv_takes_its_own_python_when_told_where_to_keep_it(bare):
    """The first Python on the path may be in a home that the service cannot see."""
    folder, path = bare
    (path / "python3.10").symlink_to(sys.executable)
    uv = path / "uv"
    uv.write_text(
        '#!/bin/sh\n[ "$1" = --version ] || echo "$@" >> "$HOME/asked"\n[ "$1" != venv ]\n'
    )
    uv.chmod(0o755)
    run_install(folder, path, "requirements.txt")
    run_install(folder, path, "requirements.txt", UV_PYTHON_INSTALL_DIR="/opt/python")
    usual, own = (folder / "asked").read_text().splitlines()
    assert "--python python3.10" in usual
    assert "--python 3.10" in own
    assert "--python-preference only-managed" in own


@pytest.mark.parametrize(
    ("lock", "needed"), [("requirements.txt", "2 Go"), ("requirements-rasa.txt", "4 Go")]
)
def test_without_room_on_the_disk_the_remedy_is_one_line(bare, lock, needed):
    folder, path = bare
    (path / "df").unlink()
    (path / "df").write_text("#!/bin/sh\necho head\necho disk 9 8 1000 99% /\n")
    (path / "df").chmod(0o755)
    run = run_install(folder, path, lock)
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert f"{needed} libres" in line


def test_another_environment_is_made_where_it_is_told(bare):
    folder, path = bare
    uv = path / "uv"
    uv.write_text('#!/bin/sh\n[ "$1" = --version ] || echo "$@" >> "$HOME/asked"\n')
    uv.chmod(0o755)
    run = run_install(folder, path, VENV="var/rasa")
    assert (run.returncode, run.stderr) == (0, "")
    assert (folder / "asked").read_text().endswith("var/rasa\n")


def test_an_environment_that_is_up_to_date_is_left_alone(bare):
    folder, path = bare
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "lock.txt").write_text("nothing")
    digest = subprocess.run(
        ["sha256sum", str(folder / "lock.txt")], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    (folder / ".venv" / "lock.txt.sha256").write_text(f"{digest}\n")
    run = run_install(folder, path, "lock.txt")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.fixture
def train(tmp_path, monkeypatch):
    """scripts/train.py on a project of its own."""
    spec = importlib.util.spec_from_file_location("train", ROOT / "scripts" / "train.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "train", module)
    spec.loader.exec_module(module)
    for name in ("config.yml", "data/nlu.yml", "components/room/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(module, "MODEL", tmp_path / "models" / "assistant.tar.gz")
    monkeypatch.setattr(module, "STAMP", tmp_path / "models" / "assistant.sha256")
    return module


def test_content_and_code_each_ask_for_training(train, tmp_path):
    first = train.Inputs.present(tmp_path)
    assert train.Inputs.present(tmp_path) == first
    (tmp_path / "data" / "nlu.yml").write_text("more")
    second = train.Inputs.present(tmp_path)
    assert (second.code, second.content == first.content) == (first.code, False)
    (tmp_path / "components" / "room" / "x.py").write_text("more")
    third = train.Inputs.present(tmp_path)
    assert (third.content, third.code == second.code) == (second.content, False)


def test_a_model_that_was_not_finished_counts_for_nothing(train, tmp_path):
    inputs = train.Inputs.present(tmp_path)
    assert train.Inputs.of_model() is None
    inputs.stamp()
    assert train.Inputs.of_model() is None  # a stamp without its model
    train.MODEL.write_text("model")
    assert train.Inputs.of_model() == inputs
    train.STAMP.write_text("half")
    assert train.Inputs.of_model() is None


def test_content_that_cannot_be_read_is_told_with_its_line(train, tmp_path):
    for name in (*train.CONTENT, train.WORLD, *train.READ_AT_START):
        (tmp_path / name).write_text("a: 1\n")
    assert train.unreadable(tmp_path) is None
    (tmp_path / "domain.yml").write_text("a: 1\nb: [\n")
    assert "domain.yml, ligne 3" in str(train.unreadable(tmp_path))
    (tmp_path / "domain.yml").write_bytes("é".encode("latin-1"))
    assert "UTF-8" in str(train.unreadable(tmp_path))


def test_before_the_set_up_the_programs_say_what_to_do(bare):
    folder, path = bare
    shutil.copytree(ROOT / "bin", folder / "bin")
    for program in ("ask", "chat", "load-catalogue", "rasa", "serve"):
        run = subprocess.run(
            ["/bin/sh", str(folder / "bin" / program)],
            env={"PATH": str(path)},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 1
        assert run.stderr == "Rien n’est encore installé : lancez « make setup ».\n"


def test_make_help_lists_the_targets():
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "setup", "chat"):
        assert any(line.startswith(target + " ") for line in run.stdout.splitlines())


def test_programs_are_executable():
    for program in (*(ROOT / "bin").iterdir(), ROOT / "scripts/install.sh", ROOT / ".ci/run"):
        assert os.access(program, os.X_OK), program
