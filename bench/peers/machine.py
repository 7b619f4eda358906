"""On what machine it was measured, and when."""

from __future__ import annotations

import datetime as dt
import os
import platform
from pathlib import Path
from typing import Any

MEMORY = Path("/proc/meminfo")
CPU = Path("/proc/cpuinfo")


def describe_machine() -> dict[str, Any]:
    """What the document says of it; nothing that names it."""
    return {
        "date": dt.date.today().isoformat(),
        "cores": os.cpu_count(),
        "processor": _first(CPU, "model name") or platform.machine(),
        "memory_gb": round(int((_first(MEMORY, "MemTotal") or "0").split()[0]) / 1e6),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "busy": round(os.getloadavg()[0], 1),
    }


def _first(path: Path, name: str) -> str | None:
    """What stands behind the first `name` of a file of the system."""
    if not path.exists():
        return None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return None
