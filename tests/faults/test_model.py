"""The trained model is corrupt or missing."""

import io
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.web.database import build_engine
from tests.faults.processes import SERVE, UNLIMITED, Process
from tests.faults.site import Site, settle
from tests.servers import free_port

pytestmark = pytest.mark.soak

MODEL = ROOT / "models" / "assistant.tar.gz"

COPIED = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")


@pytest.fixture
def project(tmp_path) -> Path:
    """This project with a model of its own, to be spoilt."""
    root = tmp_path / "project"
    for folder in ("bin", "models", "var"):
        (root / folder).mkdir(parents=True)
    for name in ("actions", "channels", "components", "data", "migrations", "settings", "widget"):
        shutil.copytree(ROOT / name, root / name)
    for name in COPIED:
        shutil.copy(ROOT / name, root / name)
    for name in ("ask", "serve"):
        shutil.copy(ROOT / "bin" / name, root / "bin" / name)
    (root / ".venv").symlink_to(ROOT / ".venv")
    shutil.copy(MODEL, root / "models" / MODEL.name)
    shutil.copy(ROOT / "var" / "clusters.db", root / "var" / "clusters.db")
    return root


def model_of(project: Path) -> Path:
    return project / "models" / MODEL.name


def truncate(model: Path) -> None:
    os.truncate(model, model.stat().st_size // 2)


def scramble(model: Path) -> None:
    model.write_bytes(os.urandom(100_000))


def no_metadata(model: Path) -> None:
    with tarfile.open(model, "w:gz") as archive:
        member = tarfile.TarInfo("something")
        member.size = 3
        archive.addfile(member, io.BytesIO(b"abc"))


def spoil_a_component(model: Path) -> None:
    """All is there, but what one component has learnt."""
    whole = model.with_name("whole.tar.gz")
    model.rename(whole)
    with tarfile.open(whole) as source, tarfile.open(model, "w:gz", compresslevel=1) as target:
        for member in source:
            content = source.extractfile(member)
            data = content.read() if content else b""
            if member.isfile() and "components" in member.name:
                data = data[: len(data) // 2]
            member.size = len(data) if member.isfile() else 0
            target.addfile(member, io.BytesIO(data) if member.isfile() else None)


def remove(model: Path) -> None:
    model.unlink()


STARTS = (
    ("serve", truncate),
    ("serve", scramble),
    ("serve", no_metadata),
    ("serve", spoil_a_component),
    ("serve", remove),
    ("ask", truncate),
    ("ask", remove),
)


@pytest.mark.parametrize(("command", "spoil"), STARTS)
def test_a_start_says_what_to_do(project, command, spoil):
    spoil(model_of(project))
    arguments = ["--port", str(free_port())] if command == "serve" else ["C’est quoi un cluster ?"]
    ended = subprocess.run(
        [project / "bin" / command, *arguments],
        env={**os.environ, **UNLIMITED},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=project,
    )
    assert ended.returncode == 1, ended.stderr
    *before, last = ended.stderr.strip().splitlines()
    assert "make setup" in last
    if spoil is remove:
        assert len(before) <= 1, ended.stderr  # « L’assistant se prépare… »
    else:  # where it failed is told before, for whoever has to find out why
        assert "the model does not load" in ended.stderr
    assert not ended.stdout


@pytest.mark.parametrize("spoil", [truncate, remove])
def test_a_running_server_does_not_mind(project, spoil):
    process = Process(
        project / "var",
        {"CONVERSATIONS_URL": f"sqlite:///{project / 'var' / 'conversations.db'}"},
        [str(project / "bin" / Path(SERVE[0]).name)],
    )
    process.start()
    try:
        site = Site([process], build_engine(process.environment["CONVERSATIONS_URL"]))
        with site.load() as load:
            settle(load)
            spoil(model_of(project))
            recovery = load.wait_until_served(time.monotonic())
            settle(load)
        told = {truncate: "tronqué", remove: "effacé"}[spoil]
        account = site.conclude(f"modèle {told} sous un serveur qui tourne", load, recovery)
        assert not account.retried
    finally:
        process.end()
