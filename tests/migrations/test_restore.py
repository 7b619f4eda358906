"""A backup of an older version comes back over newer tables, and is upgraded."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.web.schema import check_tables
from migrations.schema import SchemaError
from tests.migrations.places import Place


def run(script: str, argument: Path) -> str:
    ran = subprocess.run(
        [ROOT / "deploy" / script, argument],
        env={**os.environ, "SETTINGS": "/dev/null"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout.strip()


def test_an_older_backup_is_restored_and_upgraded(old: Place, upgrade, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", old.url)  # catalogue and conversations in one
    content, shape = old.content(), old.shape()
    saved = Path(run("backup.sh", tmp_path / "saved"))
    assert upgrade() == 0
    old.run("CREATE TABLE catalogue_of_tomorrow (slug VARCHAR(40))")
    old.run("DELETE FROM events")

    run("restore.sh", saved)
    assert (old.content(), old.shape()) == (content, shape)
    with pytest.raises(SchemaError, match="d’avant les versions"):
        check_tables(old.engine())
    assert upgrade() == 0
    check_tables(old.engine())
    assert old.content().items() >= content.items()
