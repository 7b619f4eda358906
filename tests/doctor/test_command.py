"""`bin/doctor` as an operator runs it, and before the smoke test."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from doctor.command import main
from doctor.examination import examine
from doctor.finding import good
from doctor.listeners import listeners
from doctor.servers import server
from tests.deploy.nginx import DEPLOY
from tests.doctor.conftest import WatchedServer, run_doctor
from tests.doctor.findings import marks
from tests.servers import free_port

# What is as it should be on the machine of who develops: no cron, pages to be filled in, root.
KNOWN = (
    "version",
    "vie-privee.html",
    "accessibilite.html",
    "bin/doctor tourne en root",
    "bin/forget",
    "port",
)
SECRET = "Zq8-kT3vX_0pLw7RbN5yHs2JmC9dFgVu"


def lines(run: subprocess.CompletedProcess[str], mark: str) -> list[str]:
    return [line[2:] for line in run.stdout.splitlines() if line.startswith(mark)]


def files(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}


def test_a_check_that_fails_does_not_keep_others_from_speaking():
    def broken():
        raise ValueError(SECRET)

    found = list(examine([broken, lambda: [good("bien")]]))
    assert marks(found) == "✗✓"
    assert "broken" in str(found[0])
    assert SECRET not in str(found[0])


@pytest.mark.parametrize(
    "arguments", [["--port", "0"], ["--settings", "env"], ["x"], ["--backups"]]
)
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_all_that_is_wrong_with_settings_is_told_and_no_secret(tmp_path):
    path = tmp_path / "env"
    path.write_text(
        f"CHAT_SECRET='court'\nCHAT_KEEP_DAYS='x'\nDATABASE_URL='postgresql://a:{SECRET}@/'\nCHAT_KEP='1'\n"
    )
    run = run_doctor("--settings", str(path))
    told = "\n".join(lines(run, "✗"))
    assert run.returncode == 1
    for name in ("CHAT_SECRET", "CHAT_KEEP_DAYS", "DATABASE_URL", "CHAT_KEP"):
        assert name in told
    assert SECRET not in run.stdout + run.stderr
    assert "court" not in run.stdout
    assert "Traceback" not in run.stderr


def test_a_public_service_that_keeps_all_for_ever_and_has_no_database():
    run = run_doctor(
        CHAT_SECRET=SECRET,
        CHAT_ORIGINS="https://www.exemple.be",
        DATABASE_URL=f"postgresql+psycopg2://nom:{SECRET}@127.0.0.1:{free_port()}/base",
        CHAT_REDIS_URL=f"redis://:{SECRET}@127.0.0.1:{free_port()}/0",
    )
    told = "\n".join(lines(run, "✗"))
    assert run.returncode == 1
    for part in ("CHAT_KEEP_DAYS vaut 0", "conversations", "catalogue", "Redis ne répond pas"):
        assert part in told
    assert SECRET not in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_the_installed_project_is_well(watched: WatchedServer):
    before = files(watched.database.parent)
    run = run_doctor("--port", str(watched.port), **watched.command.environment)
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert lines(run, "✗") == []
    assert [line for line in lines(run, "!") if not line.startswith(KNOWN)] == []
    assert [line for line in lines(run, "✓") if "sert ce qui est installé" in line]
    assert watched.command.environment["CHAT_SECRET"] not in run.stdout
    assert files(watched.database.parent) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["release", "model", "catalogue"])
def test_what_was_installed_since_asks_for_a_restart(watched: WatchedServer, name):
    assert "✗" not in marks(server(watched.port, {}, listeners()))
    wrong = [
        one
        for one in server(watched.port, {name: "un-autre"}, listeners())
        if one.level.value == "✗"
    ]
    (found,) = wrong
    assert "restart" in found.remedy
    assert "un-autre" in found.text


@pytest.mark.slow
def test_a_catalogue_that_is_gone_is_seen_twice(watched: WatchedServer):
    catalogue = watched.database.with_name("clusters.db")
    away = catalogue.rename(catalogue.with_suffix(".away"))
    try:
        found = list(server(watched.port, {}, listeners()))
    finally:
        away.rename(catalogue)
    assert marks(one for one in found if "root" not in one.text) == "✗✗"


@pytest.mark.slow
def test_the_smoke_test_lets_the_doctor_speak_first(watched: WatchedServer):
    environment = {**watched.command.variables, "SETTINGS": "/nowhere"}

    def smoke(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [str(DEPLOY / "smoke.py"), *arguments, watched.address]
        return subprocess.run(
            command, env={**environment, **settings}, capture_output=True, text=True
        )

    well = smoke()
    assert (well.returncode, well.stderr) == (0, "")
    assert re.search("réglages.*le serveur est prêt", well.stdout, re.DOTALL)
    ill = smoke(CHAT_KEEP_DAYS="x")
    assert (ill.returncode, "✗ La variable CHAT_KEEP_DAYS" in ill.stdout) == (1, True)
    assert "✓ la conversation se relit" in ill.stdout
    alone = smoke("--no-doctor", CHAT_KEEP_DAYS="x")
    assert (alone.returncode, alone.stdout.count("✓"), "réglages" in alone.stdout) == (0, 10, False)


@pytest.mark.slow
def test_the_smoke_test_gives_the_doctor_the_file_of_settings(watched: WatchedServer, tmp_path):
    path = tmp_path / "env"
    path.write_text("CHAT_KEEP_DAYS='x'\n")
    environment = {**watched.command.variables, "SETTINGS": str(path)}
    command = [str(DEPLOY / "smoke.py"), watched.address]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (run.returncode, f"corrigez {path}" in run.stdout) == (1, True)
