"""What was measured, kept as JSON: documents and pictures are made of it and of nothing else."""

import datetime as dt
import json
import os
import platform
from pathlib import Path
from typing import Any

import psutil

from harness.processes import ProgramError


class BenchError(ProgramError):
    """The measurement cannot go on; the message says why."""


def read_results(path: Path) -> dict[str, Any]:
    """The results of a file; none if it is missing."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep_results(path: Path, **parts: Any) -> None:
    """Puts new parts in the place of those of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**read_results(path), **parts}), encoding="utf-8")


def describe_machine() -> dict[str, Any]:
    """On what machine, and when; nothing that names it."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processors = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return {
        "date": dt.date.today().isoformat(),
        "cores": os.cpu_count(),
        "processor": (processors or [platform.machine()])[0],
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load": os.getloadavg()[0],
    }
