"""What the server consists of is told whole, after a schema, with hashes and licences."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from actions.cluster_catalogue.engine import ROOT
from components.content import read_entries
from deploy.audit import canonical, locked

TOOLS = ROOT / "var" / "audit"
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()))
"""

pytestmark = pytest.mark.soak  # the tools have an environment of their own


@pytest.fixture(scope="module")
def tools() -> None:
    environment = {**os.environ, "VENV": str(TOOLS.relative_to(ROOT))}
    subprocess.run(
        [ROOT / "scripts" / "install.sh", "requirements-audit.txt"], env=environment, check=True
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory, tools) -> Path:
    """A copy of what `make sbom` reads, where it has been run."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("Makefile", "pyproject.toml", "requirements.in", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    for name in ("deploy", "components"):
        (folder / name).mkdir()
        for file in (ROOT / name).glob("*.*"):
            shutil.copy(file, folder / name)
    (folder / "scripts").mkdir()
    (folder / "scripts" / "install.sh").symlink_to("/bin/true")
    (folder / "var").mkdir()
    (folder / "var" / "audit").symlink_to(TOOLS)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    ran = subprocess.run(["make", "sbom"], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def hashes(component: dict[str, Any]) -> set[str]:
    references = component["externalReferences"]
    return {one["content"] for reference in references for one in reference.get("hashes", ())}


def test_it_tells_every_package_of_the_lock_with_its_hashes_and_licence(project):
    text = (project / "var" / "sbom.json").read_text(encoding="utf-8")
    told = json.loads(text)
    packages = {canonical(one["name"]): one for one in told["components"]}
    assert {name: one["version"] for name, one in packages.items()} == locked(
        [ROOT / "requirements.txt"]
    )
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert sum(len(hashes(one)) for one in packages.values()) == lock.count("--hash=sha256:")
    assert all(one["licenses"] for one in packages.values())
    assert str(ROOT) not in text
    about = told["metadata"]["component"]
    assert (about["name"], about["version"]) == ("assistant-clusters", "0.1.0")
    needs = {one["ref"]: set(one.get("dependsOn", ())) for one in told["dependencies"]}
    assert packages["rasa"]["bom-ref"] in needs[about["bom-ref"]]
    assert packages["sanic-routing"]["bom-ref"] in needs[packages["sanic"]["bom-ref"]]


def test_it_follows_the_schema_of_cyclonedx(project):
    def invalid(text: str) -> str:
        command = [TOOLS / "bin" / "python", "-c", VALIDATE]
        ran = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    text = (project / "var" / "sbom.json").read_text(encoding="utf-8")
    assert invalid(text) == "None"
    told = json.loads(text)
    (first, *_), told["dependencies"] = told["components"], []
    told["components"] = [{**first, "licences": first["licenses"]}]
    assert "licences" in invalid(json.dumps(told))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_licence_that_is_unknown_or_not_admitted_fails_with_its_name(project):
    admitted, read = (project / "deploy" / f"licences{name}.yml" for name in ("", "_lues"))
    change(admitted, "licence: ISC\n", "licence: Zlib\n")
    change(read, "paquet: tarsafe", "paquet: tarsafer")
    change(read, '"1.14.2"', '"1.14.1"')
    change(read, "MPL-2.0", "MPL")
    change(read, "LGPL-3.0-or-later", "AGPL-3.0-only")
    change(read, "MIT OR Apache-2.0", "MIT AND BSD-1-Clause")
    change(project / "var" / "locked.json", '"version": "1.10.9"', '"version": "1.10.8"')
    command = [TOOLS / "bin" / "python", "-m", "deploy.sbom", "var/installed.json"]
    command += ["var/locked.json", "var/new.json"]
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert ran.returncode == 1
    assert not (project / "var" / "new.json").exists()
    told = {line.removeprefix("✗ ") for line in ran.stdout.splitlines()}
    unknown = "licence à lire (deploy/licences_lues.yml)"
    needless = "licence lue, mais ce paquet n’est plus là ; retirez-la"
    assert told >= {
        f"tarsafe 0.0.4 : {unknown} : rien de dit",
        f"tarsafer 0.0.4 : {needless}",
        f"wrapt 1.14.2 : {unknown} : License :: OSI Approved :: BSD License",
        f"wrapt 1.14.1 : {needless}",
        "bidict 0.23.1 : « MPL » n’est pas un nom SPDX (Unknown license key(s): MPL)",
        "psycopg2-binary 2.9.13 : licence non admise : AGPL-3.0-only",
        "uvloop 0.23.0 : licence non admise : MIT AND BSD-1-Clause",
        "pydantic 1.10.8 n’est pas installé : lancez « make setup »",
    }
    (isc,) = told - told_of(told, "tarsafe", "wrapt", "bidict", "psycopg2", "uvloop", "pydantic")
    assert isc.endswith("licence non admise : ISC")


def told_of(lines: set[str], *names: str) -> set[str]:
    return {line for line in lines if line.startswith(names)}


def test_licences_that_were_read_say_where():
    for entry in read_entries(
        ROOT / "deploy" / "licences_lues.yml",
        {"paquet": str, "version": str, "licence": str, "lue": str},
    ):
        name = entry["paquet"].replace("-", "_")
        (folder,) = Path(ROOT, ".venv").glob(f"lib/*/site-packages/{name}-*.dist-info")
        assert (folder / entry["lue"].split(" ")[0].rstrip(",")).is_file(), entry["paquet"]
