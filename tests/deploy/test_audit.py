"""What is installed, and what of it the server runs."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from actions.cluster_catalogue.engine import ROOT
from deploy import audit
from tests.deploy.nginx import DEPLOY

PAGE = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
TRAINING = {"matplotlib", "pip"}
OVERRIDES = ROOT / "requirements-overrides.txt"


def install(folder: Path, name: str, version: str) -> Distribution:
    """A package of one module, as an installer leaves it."""
    code = b"answer = 42\n"
    (folder / f"{name}.py").write_bytes(code)
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    digest = base64.urlsafe_b64encode(hashlib.sha256(code).digest()).rstrip(b"=").decode()
    (info / "RECORD").write_text(f"{name}.py,sha256={digest},{len(code)}\n")
    (found,) = distributions(path=[str(folder)])
    return found


def test_code_that_was_changed_or_deleted_is_told(tmp_path):
    package = install(tmp_path, "door", "1.0")
    assert list(audit.changes(package)) == []
    (tmp_path / "door.py").write_text("answer = 43\n")
    assert list(audit.changes(package)) == ["door.py a changé"]
    (tmp_path / "door.py").unlink()
    assert list(audit.changes(package)) == ["door.py manque"]


def test_a_package_that_differs_from_the_lock_is_told(tmp_path):
    there = {"door": install(tmp_path, "door", "1.0")}
    lock = tmp_path / "lock.txt"

    def told(text: str) -> list[str]:
        lock.write_text(text)
        return list(audit.differences(audit.locked([lock]), there))

    assert told("Door==1.0 \\\n    --hash=sha256:00\n") == []
    assert told("door==1.1\n") == ["door : 1.0 au lieu de 1.1"]
    assert told("") == ["door 1.0 n’est pas verrouillé"]
    assert told("door==1.0\nwall[x]==2 ; python_version < '4'\n") == ["wall 2 manque"]


def test_the_lock_s_packages_are_those_installed():
    there = {audit.canonical(one.metadata["Name"]): one for one in distributions()}
    wanted = audit.locked([ROOT / "requirements.txt"])
    assert [line for line in audit.differences(wanted, there) if "verrouillé" not in line] == []
    for name in ("sanic", "pyjwt", "pydantic"):
        assert list(audit.changes(there[name])) == []


def left_out() -> set[str]:
    lines = OVERRIDES.read_text(encoding="utf-8").splitlines()
    return {line.partition(" ;")[0] for line in lines if line and not line.startswith("#")}


def needs(installed: Distribution) -> set[str]:
    """The packages that one asks for here, extras apart."""
    asked = [Requirement(line) for line in installed.requires or ()]
    return {
        audit.canonical(one.name)
        for one in asked
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }


def test_what_is_missing_is_what_was_left_out():
    there = {audit.canonical(one.metadata["Name"]): one for one in distributions()}
    users = audit.locked([ROOT / "requirements.txt"])
    missing = {need for name in users for need in needs(there[name]) if need not in users}
    assert missing == left_out()


def test_the_lock_of_rasa_whole_adds_to_that_of_users():
    users = audit.locked([ROOT / "requirements.txt"])
    whole = audit.locked([ROOT / "requirements-rasa.txt"])
    assert users.items() <= whole.items()
    assert left_out() <= whole.keys()


@pytest.mark.slow
def test_the_server_runs_nothing_that_is_for_training():
    command = [sys.executable, str(DEPLOY / "loaded_packages.py")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "✗" not in ran.stderr
    loaded = {
        audit.canonical(name): version
        for name, version in re.findall(r"^([\w.-]+)==(\S+)$", ran.stdout, flags=re.MULTILINE)
    }
    assert {"rasa", "sanic", "pyjwt", "pydantic", "spacy"} <= loaded.keys()
    assert not TRAINING & loaded.keys()
    assert f"sanic {loaded['sanic']}" in PAGE
