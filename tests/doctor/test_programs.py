import datetime as dt
import os
import shutil
import subprocess
from functools import partial

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.web.release import UNKNOWN, release
from deploy.acceptances import VALID
from doctor import programs
from tests.doctor.findings import marks, only

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def project(tmp_path):
    """The locks of the project, to be changed."""
    for name in (programs.NEEDED, *programs.ALLOWED, str(programs.LEFT_OUT)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_another_python():
    assert marks(programs.python((3, 10))) == "✓"
    assert marks(programs.python((3, 11))) == "✗"


def test_what_is_installed_is_what_is_locked():
    assert marks(programs.packages(ROOT, programs.installed_packages())) == "✓"


def test_another_version_and_a_missing_package(project):
    lock = project / programs.NEEDED
    text = lock.read_text(encoding="utf-8")
    assert "rasa==3.6.21" in text
    lock.write_text(text.replace("rasa==3.6.21", "rasa==3.6.99"), encoding="utf-8")
    found = only(programs.packages(project, programs.installed_packages()))
    assert (found.level.value, "3.6.21 au lieu de 3.6.99" in found.text) == ("✗", True)
    there = programs.installed_packages()
    del there["sqlalchemy"]
    assert "sqlalchemy" in only(programs.packages(ROOT, there)).text


def test_a_package_that_nobody_locked(project):
    lock = project / programs.ALLOWED[0]
    kept = [line for line in lock.read_text().splitlines() if not line.startswith("pytest==")]
    lock.write_text("\n".join(kept))
    found = only(programs.packages(project, programs.installed_packages()))
    assert (found.level.value, "pytest" in found.text) == ("!", True)


def test_the_image_does_without_what_only_trains():
    there = programs.installed_packages()
    del there["matplotlib"]
    assert marks(programs.packages(ROOT, there)) == "!✓"


def test_releases():
    told = ("v1.2.0", "v1.2.0-dirty", UNKNOWN)
    assert [marks(programs.this_release(one)) for one in told] == ["✓", "!", "!"]


def test_acceptances_that_nobody_read_again(tmp_path):
    path = tmp_path / "accepted.yml"
    entry = "- {{paquet: x, faille: CVE-1, raison: autre système, relue: {}}}\n"
    path.write_text(entry.format(TODAY - VALID))
    assert marks(programs.acceptances(path, TODAY)) == "✓"
    path.write_text(entry.format(TODAY - VALID - dt.timedelta(days=1)))
    assert "CVE-1" in only(programs.acceptances(path, TODAY)).text
    path.write_text("- {paquet: x}\n")
    assert marks(programs.acceptances(path, TODAY)) == "✗"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a clone away")
def test_a_clone_of_another_account_has_a_release(tmp_path):
    run = partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True)
    run(["git", "init"])
    (tmp_path / "file").touch()
    run(["git", "add", "file"])
    run(["git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-m", "x"])
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 65534, 65534)
    assert release(tmp_path) != UNKNOWN
