"""`bin/rasa`: Rasa's commands as its users know them, on a small project of Rasa's own pieces."""

import os
import subprocess
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT

pytestmark = pytest.mark.slow

CONFIG = """
recipe: default.v1
assistant_id: small
language: fr
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
  - name: FallbackClassifier
    threshold: 0.1
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
"""
DOMAIN = """
version: "3.1"
intents: [saluer, partir]
responses:
  utter_saluer: [{text: Bien le bonjour}]
  utter_partir: [{text: À la prochaine}]
"""
DATA = """
version: "3.1"
nlu:
- intent: saluer
  examples: |
    - bonjour
    - salut
    - bonsoir à vous
- intent: partir
  examples: |
    - au revoir
    - à bientôt
    - adieu
rules:
- rule: saluer
  steps:
  - intent: saluer
  - action: utter_saluer
- rule: partir
  steps:
  - intent: partir
  - action: utter_partir
"""
STORY = """
version: "3.1"
stories:
- story: une visite
  steps:
  - user: bonjour
    intent: saluer
  - action: utter_saluer
  - user: adieu
    intent: partir
  - action: utter_partir
"""


def rasa(*arguments: object, text: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "bin" / "rasa"), *map(str, arguments)]
    environment = {**os.environ, **settings}
    return subprocess.run(
        command, env=environment, input=text, capture_output=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The small project, with the model that `rasa train` made of it."""
    folder = tmp_path_factory.mktemp("project")
    files = {"config.yml": CONFIG, "domain.yml": DOMAIN, "data/all.yml": DATA}
    for name, content in {**files, "tests/test_stories.yml": STORY}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    given = (*content_of(folder), "-c", folder / "config.yml", "--out", folder / "models")
    cache = str(folder / "cache")  # not the project's, which it would fill
    done = rasa("train", *given, "--fixed-model-name", "small", RASA_CACHE_DIRECTORY=cache)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def content_of(folder: Path) -> tuple[object, ...]:
    return ("-d", folder / "domain.yml", "--data", folder / "data")


def test_train_makes_a_model(project):
    assert (project / "models" / "small.tar.gz").exists()


def test_data_validate_finds_what_is_missing(project):
    validate = ("data", "validate", "--fail-on-warnings", *content_of(project))
    assert rasa(*validate).returncode == 0
    rule = DATA.replace("action: utter_partir", "action: utter_rester")
    (project / "data" / "all.yml").write_text(rule, encoding="utf-8")
    found = rasa(*validate)
    (project / "data" / "all.yml").write_text(DATA, encoding="utf-8")
    assert found.returncode == 1
    assert "utter_rester" in found.stderr


def test_test_judges_understanding_and_stories(project):
    model = project / "models" / "small.tar.gz"
    out = project / "results"
    nlu = rasa("test", "nlu", "-m", model, "-u", project / "data", "-d", project, "--out", out)
    assert nlu.returncode == 0, nlu.stderr[-2000:]
    assert {"intent_report.json", "intent_confusion_matrix.png"} <= set(os.listdir(out))
    stories = project / "tests"
    core = rasa(
        "test", "core", "-m", model, "-s", stories, "--out", out, "--fail-on-prediction-errors"
    )
    assert core.returncode == 0, core.stderr[-2000:]


def test_shell_talks(project):
    said = rasa("shell", "-m", project / "models" / "small.tar.gz", text="bonjour\nadieu\n/stop\n")
    assert "Bien le bonjour" in said.stdout
    assert "À la prochaine" in said.stdout


def test_what_is_left_out_is_told_first_and_when_it_is_used(project):
    help_ = rasa("--help")
    assert "DIETClassifier" in help_.stderr
    assert "Rasa command line interface" in help_.stdout
    assert help_.returncode == 0
    (project / "credentials.yml").write_text("slack:\n  slack_token: x\n")
    model = project / "models" / "small.tar.gz"
    slack = rasa("run", "-m", model, "--credentials", project / "credentials.yml")
    assert slack.returncode == 1
    assert "requirements-rasa.txt" in slack.stderr
