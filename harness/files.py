"""Where the project is, and its YAML."""

import functools
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]


@functools.lru_cache
def read_yaml(path: Path) -> Any:
    """The content of a YAML file, not to be changed."""
    return YAML(typ="safe").load(path)
