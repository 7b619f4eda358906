"""Where the measurements read and write."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from harness.processes import ROOT

PYTHON = ROOT / ".venv" / "bin" / "python"
NLU, DOMAIN = ROOT / "data" / "nlu.yml", ROOT / "domain.yml"
CATALOGUE = ROOT / "data" / "clusters.yml"
VAR, DOCS = ROOT / "var", ROOT / "docs"  # what is in var may be deleted


def read_yaml(path: Path) -> Any:
    """The content of a YAML file."""
    return YAML(typ="safe").load(path)
