"""What the serving image does without is not needed for an answer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from actions.cluster_catalogue.engine import ROOT
from tests.deploy.nginx import DEPLOY

LIST = DEPLOY / "container" / "left-out.txt"
OF_PYTHON = {"pip"}  # it comes with every environment, and is in no lock
EXAMPLES = ("nlu", "suites", "assistant", "autres_langues")
MARKUP = re.compile(r"\[(.+?)\](?:\(.+?\)|\{.+?\})")  # [TWEED](cluster)


def left_out() -> set[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def questions() -> dict[str, str]:
    """The first example of each intent."""
    found = {}
    for name in EXAMPLES:
        for block in YAML(typ="safe").load(ROOT / "data" / f"{name}.yml")["nlu"]:
            if "intent" in block:
                examples = block["examples"]
                first = examples[0]["text"] if isinstance(examples, list) else examples
                line = first.strip().splitlines()[0].removeprefix("- ")
                found[block["intent"]] = MARKUP.sub(r"\1", line)
    return found


def link_packages(folder: Path) -> None:
    """Links in `folder` all that is installed but what is left out."""
    gone = {
        file.parts[0]
        for package in distributions()
        if canonicalize_name(package.metadata["Name"]) in left_out()
        for file in package.files or ()
    }
    assert {"matplotlib", "networkx"} <= gone
    folder.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if path.name not in gone:
            (folder / path.name).symlink_to(path)


def answers(command: list[str], lines: str, **variables: str) -> list[dict]:
    """What `channels ask` says, without how long it took."""
    done = subprocess.run(
        [*command, "-m", "channels", "ask"],
        cwd=ROOT,
        env={"RASA_TELEMETRY_ENABLED": "false", **variables},
        input=lines,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    return [{key: value for key, value in one.items() if key != "ms"} for one in said]


def test_what_is_left_out_was_installed():
    locks = "".join((ROOT / f"requirements{part}.txt").read_text() for part in ("", "-setup"))
    locked = set(re.findall(r"^([\w.-]+)==", locks, re.MULTILINE))
    assert left_out() - OF_PYTHON <= locked


@pytest.mark.soak
def test_every_intent_is_answered_without_what_is_left_out(tmp_path):
    asked = questions()
    lines = "".join(
        json.dumps({"id": intent, "session": intent, "text": text}) + "\n"
        for intent, text in asked.items()
    )
    packages = tmp_path / "packages"
    link_packages(packages)
    whole = answers([sys.executable], lines)
    # Python without its packages (-S), but for those that are linked.
    lean = answers([sys.executable, "-S"], lines, PYTHONPATH=str(packages))
    assert [one["id"] for one in lean] == list(asked)
    assert all(one["replies"] for one in lean)
    assert lean == whole
