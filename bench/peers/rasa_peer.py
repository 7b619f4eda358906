"""Peers made with Rasa alone: their pipelines differ, their minimal project is the same."""

import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.paths import CATALOGUE, DOMAIN, NLU
from bench.peers.contestant import KEPT, RASA_WORKER, TEMPLATE, Contestant, Server, ask, keep
from harness.client import RestClient
from harness.files import ROOT, read_yaml
from harness.processes import Command, Program, free_port, installed, run_to_end
from harness.questions import Understood

RASA = "rasa==3.6.21"
PYTHON = KEPT / "rasa" / "env" / "bin" / "python"
FULL_EPOCHS = 100  # of DIET, in the settings of both
# What answers an intent; any other is answered by the response `utter_` and its name. The first is
# a custom action that reads the database; our own assistant has more of them.
ANSWERS = {
    "liste_clusters": "action_list_clusters",
    "detail_cluster": "utter_quel_cluster",
    "cluster_par_secteur": "utter_quel_metier",
    "nlu_fallback": "utter_pas_compris",
}

LOCK = ROOT / "requirements-rasa.txt"  # with TensorFlow, which our own leaves out


class RasaPeer(Contestant):
    """A peer whose settings are those of `template/<name>.yml`; its DIET learns for `epochs`."""

    def __init__(self, epochs: int | None) -> None:
        self._epochs = epochs or FULL_EPOCHS
        self._project = KEPT / self.name / "project"
        self._model = KEPT / self.name / "model.tar.gz"

    def prepare(self) -> None:
        """See `Contestant`; all share one environment, with the versions of our own lock."""
        keep(PYTHON.parents[1], [LOCK, RASA], make_environment)
        own = [TEMPLATE / one for one in (f"{self.name}.yml", "stories.yml", "actions.py")]
        files = [NLU, DOMAIN, CATALOGUE, Path(__file__), *own]
        keep(self._model, [*files, RASA, str(self._epochs)], self._train)

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        worker = (str(PYTHON), str(RASA_WORKER), str(self._model))
        return ask(Command(worker, self._project), questions)

    def server(self, folder: Path) -> Server:
        """`rasa run` with the `rest` channel, and `rasa run actions`, on this machine alone."""
        port, actions, endpoints = free_port(), free_port(), folder / "endpoints.yml"
        store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}
        webhook = {"url": f"http://127.0.0.1:{actions}/webhook"}
        _write(endpoints, {"action_endpoint": webhook, "tracker_store": store})
        where = ("--interface", "127.0.0.1", "--port", str(port), "--endpoints", str(endpoints))
        commands = (
            self._rasa("run", "actions", "--port", str(actions)),
            self._rasa("run", "--enable-api", "--model", str(self._model), *where),
        )
        programs = [Program(command, folder / "log") for command in commands]
        return Server(programs, partial(RestClient, port))

    def _train(self) -> None:
        settings = read_yaml(TEMPLATE / f"{self.name}.yml")
        for component in settings["pipeline"]:
            if component["name"] == "DIETClassifier":
                component["epochs"] = self._epochs
        write_project(self._project, settings)
        where = ("--out", str(self._model.parent), "--fixed-model-name", "model")
        run_to_end(self._rasa("train", *where))

    def _rasa(self, *arguments: str) -> Command:
        command = (str(PYTHON), "-W", "ignore", "-m", "rasa", *arguments)
        return Command(command, self._project, {"SANIC_HOST": "127.0.0.1"})


def make_environment() -> None:
    """Rasa without our additions."""
    uv = partial(Command, folder=ROOT, environment={"UV_SYSTEM_CERTS": "true"})
    program, folder, lock = installed("uv"), str(PYTHON.parents[1]), str(LOCK)
    run_to_end(uv((program, "venv", "--clear", "--python", sys.executable, folder)))
    run_to_end(uv((program, "pip", "install", "--python", str(PYTHON), RASA, "-c", lock)))


def write_project(folder: Path, settings: dict[str, Any]) -> None:
    """All that Rasa needs: our examples and answers, the settings of a peer."""
    intents = dict.fromkeys(entry["intent"] for entry in read_yaml(NLU)["nlu"])
    answers = {one: ANSWERS.get(one, f"utter_{one}") for one in (*intents, "nlu_fallback")}
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}
        for intent, action in answers.items()
    ]
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "credentials.yml").write_text("rest:\n")
    shutil.copy(TEMPLATE / "stories.yml", folder / "data")
    shutil.copy(TEMPLATE / "actions.py", folder)
    shutil.copy(NLU, folder / "data")
    _write(folder / "config.yml", settings)
    _write(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    _write(folder / "domain.yml", minimal_domain(answers))
    (folder / "clusters.db").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "clusters.db")) as connection, connection:
        connection.execute("CREATE TABLE cluster (name TEXT, presentation TEXT)")
        rows = read_yaml(CATALOGUE)["clusters"]
        connection.executemany("INSERT INTO cluster VALUES (:nom, :presentation)", rows)


def minimal_domain(answers: dict[str, str]) -> dict[str, Any]:
    """Our own without what only our assistant reads."""
    ours = read_yaml(DOMAIN)
    responses = {
        name: [{key: one[key] for key in ("text", "buttons") if key in one} for one in wordings]
        for name, wordings in ours["responses"].items()
        if name in (*answers.values(), "utter_liste_clusters")
    }
    kept = {name: ours[name] for name in ("version", "session_config", "entities")}
    slots, actions = {"portail": ours["slots"]["portail"]}, ["action_list_clusters"]
    own = {"intents": list(answers), "slots": slots, "actions": actions, "responses": responses}
    return {**kept, **own}


def _write(path: Path, content: Any) -> None:
    YAML(typ="safe").dump(content, path)
