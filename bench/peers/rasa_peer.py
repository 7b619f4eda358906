"""Peers made with Rasa alone: their pipelines differ, their minimal project is the same."""

import http.client
import json
import shutil
import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.paths import CATALOGUE, DOMAIN, NLU, read_yaml
from bench.peers import contestant
from bench.peers.contestant import KEPT, TEMPLATE, WORKERS, Served, Server, Understood, installed
from harness.processes import ROOT, Command, Program, free_port

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


class RestClient:
    """Rasa's `rest` channel: a conversation begins with its first message."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.close = self._connection.close

    def open(self) -> None:
        """See `ChatClient`."""
        self._sender = uuid.uuid4().hex

    def say(self, text: str) -> str:
        """See `ChatClient`."""
        body = json.dumps({"sender": self._sender, "message": text})
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST", "/webhooks/rest/webhook", body, headers)
        bubbles = json.loads(self._connection.getresponse().read())
        return "\n".join(bubble.get("text", "") for bubble in bubbles)


class RasaPeer(Served):
    """A peer whose settings are those of `template/<name>.yml`; its DIET learns for `epochs`."""

    def __init__(self, epochs: int | None) -> None:
        self._epochs = epochs or FULL_EPOCHS
        self._project = KEPT / self.name / "project"
        self._model = KEPT / self.name / "model.tar.gz"

    def prepare(self) -> None:
        """See `Contestant`; all share one environment, with the versions of our own lock."""
        contestant.keep(PYTHON, [ROOT / "requirements.txt", RASA], make_environment)
        own = [TEMPLATE / one for one in (f"{self.name}.yml", "stories.yml", "actions.py")]
        sources: list[Path | str] = [
            NLU,
            DOMAIN,
            CATALOGUE,
            Path(__file__),
            *own,
            RASA,
            str(self._epochs),
        ]
        contestant.keep(self._model, sources, self._train)

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        worker = (str(PYTHON), str(WORKERS / "rasa_nlu.py"), str(self._model))
        return contestant.ask(Command(worker, self._project), questions)

    def server(self, folder: Path) -> Server:
        """`rasa run` with the `rest` channel, and `rasa run actions`, on this machine alone."""
        port, actions, endpoints = free_port(), free_port(), folder / "endpoints.yml"
        store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}
        webhook = {"url": f"http://127.0.0.1:{actions}/webhook"}
        write_yaml(endpoints, {"action_endpoint": webhook, "tracker_store": store})
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
        contestant.call(self._rasa("train", *where))

    def _rasa(self, *arguments: str) -> Command:
        command = (str(PYTHON), "-W", "ignore", "-m", "rasa", *arguments)
        return Command(command, self._project, {"SANIC_HOST": "127.0.0.1"})


def make_environment() -> None:
    """Rasa without our additions."""
    lock, certificates = str(ROOT / "requirements.txt"), {"UV_SYSTEM_CERTS": "true"}
    for arguments in (
        ("venv", "--clear", "--python", "3.10", str(PYTHON.parents[1])),
        ("pip", "install", "--python", str(PYTHON), RASA, "--constraints", lock),
    ):
        contestant.call(Command((installed("uv"), *arguments), ROOT, certificates))


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
    for source, target in (("stories.yml", "data"), ("actions.py", ".")):
        shutil.copy(TEMPLATE / source, folder / target)
    shutil.copy(NLU, folder / "data")
    write_yaml(folder / "config.yml", settings)
    write_yaml(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    write_yaml(folder / "domain.yml", minimal_domain(answers))
    write_database(folder / "clusters.db")


def minimal_domain(answers: dict[str, str]) -> dict[str, Any]:
    """Our own without what only our assistant reads."""
    ours = read_yaml(DOMAIN)
    spoken = [name for name in answers.values() if name.startswith("utter_")]
    responses = {
        name: [{key: one[key] for key in ("text", "buttons") if key in one} for one in wordings]
        for name, wordings in ours["responses"].items()
        if name in (*spoken, "utter_liste_clusters")
    }
    return {
        "version": "3.1",
        "session_config": ours["session_config"],
        "intents": list(answers),
        "entities": ours["entities"],
        "slots": {"portail": ours["slots"]["portail"]},
        "actions": ["action_list_clusters"],
        "responses": responses,
    }


def write_yaml(path: Path, content: Any) -> None:
    """A file of YAML."""
    YAML(typ="safe").dump(content, path)


def write_database(path: Path) -> None:
    """The clusters, for the custom action."""
    path.unlink(missing_ok=True)
    rows = [(one["nom"], one["presentation"]) for one in read_yaml(CATALOGUE)["clusters"]]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE cluster (name TEXT, presentation TEXT)")
        connection.executemany("INSERT INTO cluster VALUES (?, ?)", rows)
