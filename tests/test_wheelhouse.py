"""Where no index can be reached, the packages come from a folder, and their hashes are checked."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT

# One wheel, one package that has none, and what builds the latter.
PACKAGES = ("idna", "docopt", "setuptools", "wheel")

pytestmark = pytest.mark.soak


def project(folder: Path, lock: str) -> Path:
    """What both scripts need of the project, in a folder with a space."""
    (folder / "scripts").mkdir(parents=True)
    for script in ("install.sh", "wheelhouse.sh"):
        shutil.copy(ROOT / "scripts" / script, folder / "scripts")
    shutil.copy(ROOT / "requirements-setup.txt", folder)
    (folder / "requirements.txt").write_text(lock)
    return folder


@pytest.fixture(scope="module")
def lock() -> str:
    """The lines of the lock on a few packages."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = [re.search(rf"^{name}==(?:.*\\\n)+.*\n", text, re.MULTILINE) for name in PACKAGES]
    return "".join(one[0] for one in found if one)


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory, lock) -> Path:
    """A wheelhouse that a connected machine has filled."""
    folder = project(tmp_path_factory.mktemp("connected") / "un clone", lock)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    command = [folder / "scripts" / "wheelhouse.sh", "requirements.txt", "requirements-setup.txt"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert f"{len(PACKAGES) + 1} paquets" in ran.stdout
    assert "Python 3.10 n’y est pas" in ran.stdout
    return folder / "wheelhouse"


def install(
    folder: Path, lock: str = "requirements.txt", **settings: str
) -> subprocess.CompletedProcess[str]:
    """The set-up on a machine whose index and proxies answer nothing, and without uv."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    nowhere = {
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), closed),
        **dict.fromkeys(("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), f"{closed}/simple"),
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_RETRIES": "0",
        "UV_HTTP_RETRIES": "0",
    }
    path = f"{sys.base_prefix}/bin:/usr/bin:/bin"
    return subprocess.run(
        [folder / "scripts" / "install.sh", lock],
        env={"PATH": path, "HOME": str(folder), **nowhere, **settings},
        capture_output=True,
        text=True,
    )


def test_without_a_network_the_packages_come_from_the_wheelhouse(tmp_path, wheelhouse, lock):
    folder = project(tmp_path / "hors ligne", lock)
    alone = install(folder)
    assert alone.returncode == 1
    assert "L’index de paquets Python ne répond pas" in alone.stderr
    ran = install(folder, WHEELHOUSE=str(wheelhouse))
    assert ran.returncode == 0, ran.stderr
    assert "nouvel essai avec pip" not in ran.stdout
    python = folder / ".venv" / "bin" / "python"
    imported = subprocess.run([python, "-c", "import docopt, idna"], capture_output=True)
    assert imported.returncode == 0, imported.stderr


def test_what_was_changed_on_its_way_is_refused(tmp_path, wheelhouse, lock):
    folder = project(tmp_path / "hors ligne", lock)
    copy = tmp_path / "copie"
    shutil.copytree(wheelhouse, copy)
    (wheel,) = copy.glob("idna-*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    ran = install(folder, WHEELHOUSE=str(copy))
    assert ran.returncode == 1
    assert f"{wheel.name}: FAILED" in ran.stdout
    assert "est incomplet ou abîmé" in ran.stderr


@pytest.mark.parametrize("name", ["idna", "setuptools"])
def test_a_change_that_is_hidden_in_the_sums_is_refused_by_the_lock(
    tmp_path, wheelhouse, lock, name
):
    """What is installed, and what is only run to build a package without a wheel."""
    folder = project(tmp_path / "hors ligne", lock)
    (folder / "two.txt").write_text(lock[: lock.index("setuptools==")])
    copy = tmp_path / "copie"
    shutil.copytree(wheelhouse, copy)
    (wheel,) = copy.glob(f"{name}-*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    subprocess.run("sha256sum -- *.* > SHA256SUMS", shell=True, cwd=copy, check=True)
    ran = install(folder, "two.txt", WHEELHOUSE=str(copy))
    assert ran.returncode == 1
    assert f"Hash mismatch for `{name}==" in ran.stderr
