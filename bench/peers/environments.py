"""The environments of the peers: made on demand, each apart from the project's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.peers.contestant import PreparationError
from bench.peers.places import ROOT
from bench.peers.training import digest

STAMP = "requirements.stamp"
# As scripts/install.sh: certificates that only the system knows count too.
CERTIFICATES = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}


def python_environment(folder: Path, requirements: Sequence[str], *options: str) -> Path:
    """The Python of an environment that holds `requirements`; made if it is not there.

    Args:
        folder: where the environment lives.
        requirements: as pip writes them.
        options: of `uv pip install`.
    """
    python = folder / "bin" / "python"
    wanted = "\n".join([*requirements, *options])
    if _stamp(folder) != wanted:
        uv = str(ROOT / ".venv" / "bin" / "uv")
        _run([uv, "venv", "--quiet", "--clear", "--python", "3.10", str(folder)])
        _run([uv, "pip", "install", "--quiet", "--python", str(python), *requirements, *options])
        (folder / STAMP).write_text(wanted, encoding="utf-8")
    return python


def node_environment(folder: Path, lock: Path) -> Path:
    """The `node_modules` of a lock; made if it is not there.

    Args:
        folder: where the environment lives.
        lock: the folder of `package.json` and `package-lock.json`.
    """
    files = [lock / "package.json", lock / "package-lock.json"]
    wanted = digest(files)
    if _stamp(folder) != wanted:
        npm = shutil.which("npm")
        if npm is None:
            raise PreparationError("npm is not installed: leave nlp.js out with --only")
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, folder)
        _run([npm, "ci", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)])
        (folder / STAMP).write_text(wanted, encoding="utf-8")
    return folder / "node_modules"


def _stamp(folder: Path) -> str | None:
    path = folder / STAMP
    return path.read_text(encoding="utf-8") if path.exists() else None


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **CERTIFICATES})
    if done.returncode:
        raise PreparationError(f"{Path(command[0]).name} {command[1]} failed (see above)")
