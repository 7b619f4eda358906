"""Where the measurements read and write."""

from harness.files import ROOT

PYTHON = ROOT / ".venv" / "bin" / "python"
NLU, DOMAIN = ROOT / "data" / "nlu.yml", ROOT / "domain.yml"
CATALOGUE = ROOT / "data" / "clusters.yml"
VAR, DOCS = ROOT / "var", ROOT / "docs"  # what is in var may be deleted
