#!/usr/bin/env python3
"""What the server consists of, as CycloneDX. Run by `make sbom`.

usage: var/audit/bin/python -m deploy.sbom INSTALLED LOCKED OUTPUT

Joins what cyclonedx-py says of the environment (licences, who needs whom) and of the lock
(hashes): the packages of the lock alone. The model and the system's packages are not in it.
Ends with status 1, having written nothing, when a package is not installed as locked, or its
licence is unknown or not admitted (deploy/licences.yml).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component
from cyclonedx.model.dependency import Dependency
from cyclonedx.output.json import JsonV1Dot6

from components.content import ContentError
from deploy.audit import ROOT, canonical
from deploy.licences import LicenceError, Policy

COMMIT = "assistant-clusters:commit"
DIRECT = re.compile(r"^[A-Za-z0-9._-]+", re.MULTILINE)


def key(component: Component) -> tuple[str, str]:
    """What a package is found by."""
    return canonical(component.name), str(component.version)


class Inventory:
    """The packages of the lock, as they are installed."""

    def __init__(self, installed: Bom, locked: Bom, policy: Policy) -> None:
        self._installed = installed
        self._locked = locked
        self._policy = policy
        self._there = {key(component): component for component in installed.components}

    def wrong(self) -> Iterator[str]:
        """What keeps it from being written."""
        for component in self._locked.components:
            name, version = key(component)
            there = self._there.get((name, version))
            if there is None:
                yield f"{name} {version} n’est pas installé : lancez « make setup »"
                continue
            try:
                self._policy.settle(there)
            except LicenceError as error:
                yield f"{name} {version} : {error}"
        yield from self._policy.needless({key(component) for component in self._locked.components})

    def bom(self, direct: set[str], commit: str) -> Bom:
        """The inventory of one commit, whose project asks for the `direct` packages itself."""
        kept = []
        for locked in self._locked.components:
            component = self._there[key(locked)]
            component.external_references.update(locked.external_references)  # with the hashes
            kept.append(component)
        references = {component.bom_ref for component in kept}
        bom = Bom(metadata=self._installed.metadata, components=kept)
        for dependency in self._installed.dependencies:
            if dependency.ref in references:
                needs = dependency.dependencies_as_bom_refs()
                bom.dependencies.add(
                    Dependency(dependency.ref, map(Dependency, references.intersection(needs)))
                )
        project = bom.metadata.component
        assert project is not None
        project.properties.add(Property(name=COMMIT, value=commit))
        bom.register_dependency(project, [one for one in kept if canonical(one.name) in direct])
        return bom


def commit() -> str:
    """The commit of this clone, with "-dirty" when files were changed since."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "inconnu"
    return ran.stdout.strip()


def main(arguments: list[str]) -> int:
    """Joins, checks and writes; the exit status."""
    installed, locked, output = map(Path, arguments)
    try:
        policy = Policy.read(ROOT / "deploy")
    except ContentError as error:
        sys.stdout.write(f"✗ {error}\n")
        return 1
    inventory = Inventory(_bom(installed), _bom(locked), policy)
    wrong = list(inventory.wrong())
    for line in wrong:
        sys.stdout.write(f"✗ {line}\n")
    if wrong:
        return 1
    asked = (ROOT / "requirements.in").read_text(encoding="utf-8")
    bom = inventory.bom(set(map(canonical, DIRECT.findall(asked))), commit())
    output.write_text(JsonV1Dot6(bom).output_as_string(indent=2), encoding="utf-8")
    sys.stdout.write(f"✓ {output} : {len(bom.components)} paquets, leurs licences sont admises\n")
    return 0


def _bom(path: Path) -> Bom:
    bom = Bom.from_json(json.loads(path.read_text(encoding="utf-8")))
    assert isinstance(bom, Bom)
    return bom


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
