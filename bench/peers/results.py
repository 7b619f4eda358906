"""What was measured, as JSON; the document is written from it and from nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Results = dict[str, Any]  # "understanding" and "speed", each a whole with its machine


def read_results(path: Path) -> Results:
    """The results of a file; none if it is missing."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep_results(path: Path, new: Results) -> Results:
    """Puts new halves in the place of those of the file, and returns the whole."""
    whole = {**read_results(path), **new}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return whole
