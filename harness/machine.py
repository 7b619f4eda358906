"""On what machine something was measured."""

import datetime as dt
import os
import platform
from pathlib import Path
from typing import Any

import psutil


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
