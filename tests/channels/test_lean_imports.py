"""What a running assistant leaves out: it must stay out, and be what upstream still imports."""

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels import lean_imports

LEFT_OUT = ("tensorflow", "boto3.session", "pymongo.mongo_client", "aiogram", "matplotlib")
SCRIPT = """
import json, sys, warnings
warnings.simplefilter("ignore")
from channels.lean_imports import keep_out
keep_out()
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
import rasa.core.channels, spacy
try:
    rasa.core.channels.BUILTIN_CHANNELS["slack"]()
    refused = ""
except RuntimeError as error:
    refused = str(error)
tokens = [token.text for token in spacy.blank("fr").tokenizer("L’éco-construction, c'est quoi ?")]
print(json.dumps([sorted(sys.modules), refused, tokens]))
"""


def imports_of(module: str) -> set[tuple[str, str]]:
    """What a module takes from others while it is imported, as (module, name)."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return {
        (node.module or "", alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
    }


def test_upstream_still_imports_what_is_left_out():
    channels = {
        (f"rasa.core.channels.{module}", name) for module, name in lean_imports.CHANNELS.items()
    }
    named = imports_of("rasa.core.channels")
    assert channels == {pair for pair in named if pair[0] not in KEPT_CHANNELS}
    assert {
        (module, name) for module, names in lean_imports.DATABASES.items() for name in names
    } == {
        pair for pair in imports_of("rasa.core.tracker_store") if pair[0][:5] in ("boto3", "pymon")
    }
    tensorflow = {pair for pair in imports_of("rasa.utils.train_utils") if "tensorflow" in pair[0]}
    left_out = {(module, name) for module, names in lean_imports.TRAINING.items() for name in names}
    assert left_out <= tensorflow
    spec = importlib.util.find_spec("spacy.lang.fr")
    french = Path(spec.origin).read_text(encoding="utf-8")
    assert "from .tokenizer_exceptions import TOKEN_MATCH, TOKENIZER_EXCEPTIONS" in french


KEPT_CHANNELS = {"typing", "rasa.core.channels.channel", "rasa.core.channels.rest"}


@pytest.fixture(scope="module")
def lean() -> tuple[list[str], str, list[str]]:
    """Modules, refusal and tokens of a process that leaves out what it can."""
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
    assert "lean_imports" in refused


@pytest.mark.slow
def test_the_words_are_those_that_the_model_learned(lean):
    from components.text.french_rules import french_tokenizer

    _, _, tokens = lean
    assert tokens == [
        token.text for token in french_tokenizer()("L’éco-construction, c'est quoi ?")
    ]
