"""What a running assistant leaves out: it must stay out, and be what upstream still imports."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.lean_rasa import lean_imports

LEFT_OUT = ("tensorflow", "boto3.session", "pymongo.mongo_client", "aiogram", "matplotlib")
SCRIPT = """
import json, sys, warnings
warnings.simplefilter("ignore")
from channels.lean_rasa import lean_imports
lean_imports.keep_out()
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
import rasa.core.channels, spacy
refused = []
for use in ("__call__", "from_credentials"):
    try:
        getattr(rasa.core.channels.BUILTIN_CHANNELS["slack"], use)()
    except lean_imports.LeftOutError as error:
        refused.append(str(error))
tokens = [token.text for token in spacy.blank("fr").tokenizer("L’éco-construction, c'est quoi ?")]
print(json.dumps([sorted(sys.modules), refused, tokens]))
"""
UPSTREAM = Path(next(iter(importlib.util.find_spec("rasa").submodule_search_locations)))
KEPT_CHANNELS = {"typing", "rasa.core.channels.channel", "rasa.core.channels.rest"}
IMPORTS_TENSORFLOW = re.compile(r"^(?:from|import) tensorflow", re.MULTILINE)


def source(module: str) -> str:
    """The code of a module of Rasa; it may not be imported here."""
    path = UPSTREAM.joinpath(*module.split(".")[1:])
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return file.read_text(encoding="utf-8")


def imports_of(module: str) -> set[tuple[str, str]]:
    """What a module takes from others while it is imported, as (module, name)."""
    return {
        (node.module or "", alias.name)
        for node in ast.parse(source(module)).body
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
    }


def pairs(names: lean_imports.Names) -> set[tuple[str, str]]:
    return {(module, name) for module, several in names.items() for name in several}


def test_upstream_still_imports_the_channels_that_are_left_out():
    channels = lean_imports.CHANNELS | lean_imports.VENDORS
    named = imports_of("rasa.core.channels")
    assert {(f"rasa.core.channels.{module}", name) for module, name in channels.items()} == {
        pair for pair in named if pair[0] not in KEPT_CHANNELS
    }


def test_upstream_still_imports_the_databases_that_are_left_out():
    named = imports_of("rasa.core.tracker_store")
    databases = {pair for pair in named if pair[0].startswith(("boto3", "pymongo"))}
    assert pairs(lean_imports.DATABASES) == databases


def test_upstream_still_waits_for_their_errors():
    code = source("rasa.core.tracker_store")
    assert set(re.findall(r"pymongo\.errors\.(\w+)", code)) == set(
        lean_imports.ERRORS["pymongo.errors"]
    )
    assert "from botocore.exceptions import BotoCoreError\n        import pymongo.errors" in code


def test_upstream_still_imports_what_needs_tensorflow():
    recipe = imports_of("rasa.engine.recipes.default_components")
    recipe |= imports_of("rasa.graph_components.validators.default_recipe_validator")
    named = recipe | imports_of("rasa.utils.train_utils")
    assert pairs(lean_imports.NEURAL) == {pair for pair in named if pair[0] in lean_imports.NEURAL}
    assert all(IMPORTS_TENSORFLOW.search(source(module)) for module in lean_imports.NEURAL)


def test_nothing_else_of_rasa_imports_tensorflow_by_itself():
    """Its own folder apart: only the modules that are left out import from there what needs it."""
    found = {
        ".".join(path.relative_to(UPSTREAM.parent).with_suffix("").parts)
        for path in UPSTREAM.rglob("*.py")
        if IMPORTS_TENSORFLOW.search(path.read_text(encoding="utf-8"))
    }
    neural = {name for name in found if name.startswith("rasa.utils.tensorflow.")}
    assert found - neural == lean_imports.NEURAL.keys() - neural


def test_upstream_still_imports_the_rest():
    assert "import rasa.core.test\n" in source("rasa.core.policies.rule_policy")
    spec = importlib.util.find_spec("spacy.lang.fr")
    french = Path(spec.origin).read_text(encoding="utf-8")
    assert "from .tokenizer_exceptions import TOKEN_MATCH, TOKENIZER_EXCEPTIONS" in french


@pytest.fixture(scope="module")
def lean() -> tuple[list[str], list[str], list[str]]:
    """Modules, refusals and tokens of a process that leaves out what it can."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_what_is_left_out_is_not_loaded(lean):
    modules, _, _ = lean
    assert not [name for name in LEFT_OUT if name in modules]


@pytest.mark.slow
def test_whoever_uses_it_is_told_so(lean):
    _, refused, _ = lean
    assert ["lean_imports" in told for told in refused] == [True, True]


@pytest.mark.slow
def test_the_words_are_those_that_the_model_learned(lean):
    from components.text.french_rules import french_tokenizer

    _, _, tokens = lean
    assert tokens == [
        token.text for token in french_tokenizer()("L’éco-construction, c'est quoi ?")
    ]
