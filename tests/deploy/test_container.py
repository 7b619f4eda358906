"""The image and compose.yaml: closed, whole, and able to answer without what training needs.

`make container-test` builds and starts the image; here is what can be told without.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.cluster_catalogue.engine import ROOT
from settings import Settings, variable
from tests.deploy.nginx import DEPLOY

CONTAINER = DEPLOY / "container"
COMPOSE = YAML(typ="safe").load(ROOT / "compose.yaml")
SERVICES = sorted(COMPOSE["services"])
ONCE = {"upgrade", "catalogue"}
IMAGES = {
    ROOT / "Containerfile": ("BASE", "python:3.10"),
    CONTAINER / "nginx.Containerfile": ("NGINX", "nginx:"),
}
PINNED = re.compile(r"\$\{VERSION:-\d+\.\d+\.\d+\}|[\w./-]+:\d+\.\d+(\.\d+)?(-\w+)+")


def service(name: str) -> dict:
    return COMPOSE["services"][name]


def instructions(path: Path, name: str) -> Iterator[list[str]]:
    """The arguments of each instruction of that name in a Containerfile."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.startswith(f"{name} "):
            yield line.split()[1:]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little_harm(name):
    told = service(name)
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert int(told["user"].split(":")[0]) > 0
    assert not told.keys() & {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_limited(name):
    assert service(name)["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert service(name)["logging"]["options"].keys() == {"max-size", "max-file"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_stays_is_watched(name):
    assert (service(name)["healthcheck"] == {"disable": True}) is (name in ONCE)


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_has_a_version(name):
    assert PINNED.search(service(name)["image"])


def test_our_images_have_the_version_of_the_project():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    built = {told["image"] for told in COMPOSE["services"].values() if "build" in told}
    assert {image.partition(":")[2] for image in built} == {f"${{VERSION:-{version[1]}}}"}


def test_nothing_but_nginx_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in service(name)] == ["nginx"]
    outside = [name for name, told in COMPOSE["networks"].items() if not told.get("internal")]
    assert outside == ["outside"]
    assert [name for name in SERVICES if "outside" in service(name)["networks"]] == ["nginx"]
    for name in ("database", "redis"):
        assert not set(service(name)["networks"]) & set(service("nginx")["networks"])


def test_secrets_are_files_that_the_script_makes(tmp_path):
    wanted = {name for told in COMPOSE["services"].values() for name in told.get("secrets", [])}
    assert wanted == COMPOSE["secrets"].keys()
    for name, told in COMPOSE["secrets"].items():
        assert told == {"file": f"${{SECRETS:-/etc/assistant-clusters/secrets}}/{name}"}
    if os.getuid():
        pytest.skip("only root gives files to other accounts")
    first, again = (made_secrets(tmp_path) for _ in range(2))
    assert first.keys() == wanted
    assert again == first
    assert first["database_password"] in first["database_url"]
    assert {oct((tmp_path / name).stat().st_mode & 0o777) for name in wanted} == {"0o400"}
    for name in wanted:
        readers = {
            int(told["user"].split(":")[0])
            for told in COMPOSE["services"].values()
            if name in told.get("secrets", [])
        }
        assert readers == {(tmp_path / name).stat().st_uid}


def made_secrets(folder: Path) -> dict[str, str]:
    subprocess.run([CONTAINER / "secrets.sh", folder], check=True, capture_output=True)
    return {path.name: path.read_text().strip() for path in folder.iterdir()}


def test_a_secret_comes_by_file_alone():
    for told in COMPOSE["services"].values():
        for name, value in told.get("environment", {}).items():
            assert not re.search("SECRET|PASSWORD|_URL", name) or (
                name.endswith("_FILE") and Path(value).name in told["secrets"]
            )


def test_the_settings_are_known():
    given = service("assistant-1")["environment"].keys()
    known = {variable(name) for name in Settings.__fields__}
    assert {name.removesuffix("_FILE") for name in given} <= known


@pytest.mark.parametrize("name", sorted(ONCE))
def test_what_runs_before_the_processes_is_there(name):
    (program,) = service(name)["command"]
    assert os.access(ROOT / program, os.X_OK)


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.name)
def test_an_image_is_made_of_what_is_there(path):
    for *sources, _ in instructions(path, "COPY"):
        if sources[0].startswith("--from"):
            continue
        for source in sources:
            assert (ROOT / source).exists(), source


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.name)
def test_the_base_can_be_another(path):
    name, begins = IMAGES[path]
    (default,), *_ = instructions(path, "ARG")
    assert default.startswith(f"{name}=docker.io/library/{begins}")
    assert PINNED.fullmatch(default.partition("=")[2])
    assert {arguments[0] for arguments in instructions(path, "FROM")} == {f"${{{name}}}"}
    built = [told.get("build", {}).get("args", []) for told in COMPOSE["services"].values()]
    assert any(name in arguments for arguments in built)


def test_docker_and_podman_leave_out_the_same():
    assert (ROOT / ".containerignore").resolve() == ROOT / ".dockerignore"


def test_nginx_finds_the_processes_of_compose():
    site = DEPLOY / "nginx" / "assistant.conf"
    made = subprocess.run(
        ["sed", "-f", CONTAINER / "nginx.sed", site], check=True, capture_output=True, text=True
    ).stdout
    servers = re.findall(r"^    server (\S+):5005 ", made, re.MULTILINE)
    assert servers == sorted(name for name in SERVICES if name.startswith("assistant-"))
    original = site.read_text(encoding="utf-8").splitlines()
    changed = [line for line, old in zip(made.splitlines(), original) if line != old]
    assert len(changed) == len(servers)


def test_a_process_has_the_time_and_memory_of_the_unit():
    unit = (DEPLOY / "systemd" / "assistant-clusters@.service").read_text()
    told = service("assistant-1")
    limits = told["deploy"]["resources"]["limits"]
    assert f"TimeoutStopSec={told['stop_grace_period'].removesuffix('s')}\n" in unit
    assert f"MemoryMax={limits['memory']}\n" in unit
    assert f"TasksMax={limits['pids']}\n" in unit
