"""Releases of this project, and what is done to change from one to another."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from harness.server import MODEL

# The last release before tables had versions; its server was another one (Sanic), and it gave
# whole conversations. No release is further from this one and works with the same model: when it
# no longer does, take the oldest that does.
EARLIER = "18bb639dc810122a3ff2cc4427b6088d94c5a8da"


def serve_of(commit: str, folder: Path) -> tuple[str, ...]:
    """The command that serves as the release of that commit did, with our packages and model.

    Args:
        commit: of this repository.
        folder: where the release is put; it is not there yet.
    """
    known = subprocess.run(["git", "cat-file", "-e", f"{commit}^{{commit}}"], cwd=ROOT, check=False)
    if known.returncode:
        pytest.fail(f"this copy does not hold the commit {commit}: git fetch --unshallow")
    packed = folder.with_suffix(".tar")
    subprocess.run(["git", "archive", "--output", packed, commit], cwd=ROOT, check=True)
    with tarfile.open(packed) as archive:
        archive.extractall(folder)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "models").mkdir()
    shutil.copy(MODEL, folder / "models")
    return (str(folder / "bin" / "serve"),)


def upgrade(settings: Mapping[str, str], *arguments: str) -> str:
    """`bin/upgrade`; what it says."""
    ended = subprocess.run(
        [ROOT / "bin" / "upgrade", *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
