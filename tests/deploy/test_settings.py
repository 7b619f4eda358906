"""What operators are told is what the code has: settings, messages, statuses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from actions.cluster_catalogue.engine import ROOT
from settings import Settings, variable
from tests.deploy.nginx import DEPLOY

PAGE = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
LOGS = {"_log", "debug", "info", "warning", "error", "exception"}


def variables() -> set[str]:
    return {variable(name) for name in Settings.__fields__}


def messages() -> Iterator[str]:
    """The first words, up to what varies, of all that the server can write to its log."""
    for folder in ("channels", "actions", "components"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                    continue
                if node.func.attr not in LOGS or not node.args:
                    continue
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    parts = re.split(r"%[sd]|[:,.]", first.value)
                    yield next(part.strip() for part in parts if part.strip())


def test_the_example_lists_each_setting_once_with_its_default():
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^(?:# )?([A-Z_]+)='(.*)'$", text, flags=re.MULTILINE)
    assert {name for name, _ in listed} == variables()
    shown = {name: value for name, value in listed if f"# {name}='" in text}
    for name, field in Settings.__fields__.items():
        if variable(name) in shown and field.default not in ("", None):
            assert shown[variable(name)] == str(field.default), name


def test_the_example_is_accepted(monkeypatch, tmp_path):
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    text = text.replace("/var/lib/assistant-clusters", str(tmp_path))
    for name, value in re.findall(r"^(?:# )?([A-Z_]+)='(.*)'$", text, flags=re.MULTILINE):
        monkeypatch.setenv(name, value)
    Settings()


def test_the_page_explains_each_setting():
    assert {name for name in variables() if f"`{name}`" not in PAGE} == set()


@pytest.mark.parametrize("message", sorted(set(messages())))
def test_the_page_explains_each_message_of_the_log(message):
    assert message in PAGE.replace("\n", " ")


def test_the_page_explains_each_problem():
    source = (ROOT / "channels" / "web" / "problems.py").read_text(encoding="utf-8")
    statuses = {
        str(node.args[0].value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Problem"
        and isinstance(node.args[0], ast.Constant)
    }
    assert {status for status in statuses if f"`{status}`" not in PAGE} == set()
