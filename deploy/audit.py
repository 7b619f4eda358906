#!/usr/bin/env python3
"""Is what is installed what was locked, and unchanged since? Needs no network.

usage: .venv/bin/python deploy/audit.py [LOCK...]      requirements.txt when none is named

Packages are installed by hash; this compares them afterwards: versions with the lock, and the
code with the digests that each package recorded when it was installed. Known vulnerabilities are
those of deploy/vulnerabilities.py, what it all consists of that of deploy/sbom.py.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
CODE = {".py", ".so", ".pth"}  # other files may belong to two packages, the last one winning
INSTALLERS = {"pip", "setuptools", "wheel", "uv"}


def canonical(name: str) -> str:
    """The name as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(locks: list[Path]) -> dict[str, str]:
    """The version of each package that the lock files name."""
    texts = [lock.read_text(encoding="utf-8") for lock in locks]
    return {canonical(name): version for text in texts for name, version in LOCKED.findall(text)}


def differences(wanted: dict[str, str], there: dict[str, Distribution]) -> Iterator[str]:
    """What is missing, of another version, or not in the lock."""
    for name, version in sorted(wanted.items()):
        if name not in there:
            yield f"{name} {version} manque"
        elif there[name].version != version:
            yield f"{name} : {there[name].version} au lieu de {version}"
    for name in sorted(there.keys() - wanted.keys() - INSTALLERS):
        yield f"{name} {there[name].version} n’est pas verrouillé"


def changes(installed: Distribution) -> Iterator[str]:
    """The code of a package that is gone, or not as it was installed."""
    for file in installed.files or ():
        if file.suffix not in CODE or file.hash is None or file.hash.mode != "sha256":
            continue
        try:
            content = Path(str(installed.locate_file(file))).read_bytes()
        except OSError:
            yield f"{file} manque"
            continue
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
        if digest.rstrip(b"=").decode() != file.hash.value:
            yield f"{file} a changé"


def main(arguments: list[str]) -> int:
    """Compares and tells; the exit status."""
    locks = [Path(argument) for argument in arguments] or [ROOT / "requirements.txt"]
    there = {canonical(one.metadata["Name"]): one for one in distributions()}
    wanted = locked(locks)
    wrong = list(differences(wanted, there))
    wrong += [change for name in sorted(wanted.keys() & there) for change in changes(there[name])]
    for line in wrong:
        sys.stdout.write(f"✗ {line}\n")
    if not wrong:
        sys.stdout.write(f"✓ {len(wanted)} paquets tels que verrouillés et inchangés\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
