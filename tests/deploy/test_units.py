"""The unit files, as systemd itself reads them."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from actions.cluster_catalogue.engine import ROOT
from tests.deploy.nginx import DEPLOY, needed, replaced
from tests.faults.processes import RESTART_SECONDS

UNITS = DEPLOY / "systemd"
SERVICE = "assistant-clusters@.service"
EXPOSURE = 2.0  # of 10, by systemd's own measure


@pytest.fixture
def units(tmp_path):
    """The unit files with the paths of this place."""
    there = tmp_path / "assistant-clusters"  # a path without spaces, wherever the project stands
    there.symlink_to(ROOT)
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    service = folder / SERVICE
    service.write_text(replaced(service.read_text(), [("/opt/assistant-clusters", str(there))]))
    return folder


def analyze(*arguments: str) -> subprocess.CompletedProcess:
    program = needed("systemd-analyze", "systemd")
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def test_systemd_accepts_them(units):
    found = analyze("verify", *(str(unit) for unit in units.iterdir()))
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""


def test_the_service_can_do_little_harm(units):
    found = analyze("security", "--offline=true", str(units / SERVICE))
    exposure = re.search(r"exposure level for .*: ([\d.]+)", found.stdout)
    assert exposure, found.stderr
    assert float(exposure[1]) <= EXPOSURE


def test_it_is_started_again_for_as_long_as_it_takes():
    service = (UNITS / SERVICE).read_text()
    assert {"Restart=always", "StartLimitIntervalSec=0"} <= set(service.splitlines())
    assert {"Type=notify", "WatchdogSec=30"} <= set(service.splitlines())  # test_hanging.py
    assert f"RestartSec={RESTART_SECONDS:.0f}\n" in service  # as the fault tests have it


def test_it_starts_what_the_project_starts():
    service = (UNITS / SERVICE).read_text()
    program = "/opt/assistant-clusters/bin/serve --host ${LISTEN} --port %i --local-port 1%i"
    assert f"ExecStart={program}\n" in service
