"""The minimal Rasa project of a peer: our examples and answers, its own understanding."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.peers.examples import Example, read_examples, read_yaml
from bench.peers.places import CATALOGUE, DOMAIN, HERE, NLU

TEMPLATE = HERE / "template"
VERSION = "3.1"
FULL_EPOCHS = 100  # of DIET, in the settings of both Rasa peers
# What answers an intent; any other is answered by the response `utter_` and its name. The first is
# a custom action that reads the database; our own assistant has more of them.
ANSWERS = {
    "liste_clusters": "action_list_clusters",
    "detail_cluster": "utter_quel_cluster",
    "cluster_par_secteur": "utter_quel_metier",
    "nlu_fallback": "utter_pas_compris",
}
SPOKEN_BY_ACTIONS = ("utter_liste_clusters",)


def write_project(folder: Path, config: Path, epochs: int = FULL_EPOCHS) -> None:
    """Writes all that `rasa train`, `rasa run` and `rasa run actions` need into `folder`.

    Args:
        folder: where.
        config: the settings of the peer.
        epochs: how long its DIET classifier learns.
    """
    examples = read_examples(NLU)
    answers = {intent: ANSWERS.get(intent, f"utter_{intent}") for intent in _intents(examples)}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    _write_yaml(folder / "config.yml", _with_epochs(read_yaml(config), epochs))
    shutil.copy(TEMPLATE / "stories.yml", folder / "data")
    shutil.copy(TEMPLATE / "list_clusters_action.py", folder / "actions.py")
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    _write_yaml(folder / "data" / "nlu.yml", {"version": VERSION, "nlu": _as_entries(examples)})
    _write_yaml(folder / "data" / "rules.yml", {"version": VERSION, "rules": _rules(answers)})
    _write_yaml(folder / "domain.yml", _domain(read_yaml(DOMAIN), answers))
    _write_database(folder / "clusters.db", read_yaml(CATALOGUE)["clusters"])


def write_endpoints(path: Path, actions_port: int, tracker_store: Path) -> None:
    """Writes the endpoints of one start: where actions run, where conversations are kept."""
    _write_yaml(
        path,
        {
            "action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(tracker_store)},
        },
    )


def _with_epochs(settings: dict[str, Any], epochs: int) -> dict[str, Any]:
    for component in settings["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    return settings


def _intents(examples: Sequence[Example]) -> list[str]:
    return [*dict.fromkeys(example.intent for example in examples), "nlu_fallback"]


def _as_entries(examples: Sequence[Example]) -> list[dict[str, str]]:
    lines: dict[str, list[str]] = {}
    for example in examples:
        lines.setdefault(example.intent, []).append(f"- {example.text}\n")
    return [{"intent": intent, "examples": "".join(told)} for intent, told in lines.items()]


def _rules(answers: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}
        for intent, action in answers.items()
    ]


def _domain(ours: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    spoken = [name for name in answers.values() if name.startswith("utter_")]
    return {
        "version": VERSION,
        "session_config": ours["session_config"],
        "intents": list(answers),
        "entities": ours["entities"],
        "slots": {"portail": ours["slots"]["portail"]},
        "actions": [name for name in answers.values() if not name.startswith("utter_")],
        "responses": {
            name: [_stripped(variation) for variation in ours["responses"][name]]
            for name in (*spoken, *SPOKEN_BY_ACTIONS)
        },
    }


def _stripped(variation: dict[str, Any]) -> dict[str, Any]:
    """A variation of a response without what only our assistant reads."""
    return {key: value for key, value in variation.items() if key in ("text", "buttons")}


def _write_yaml(path: Path, content: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(content, file)


def _write_database(path: Path, clusters: Sequence[dict[str, Any]]) -> None:
    path.unlink(missing_ok=True)
    rows = [(place, one["nom"], one["presentation"]) for place, one in enumerate(clusters)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE cluster (position INTEGER PRIMARY KEY, name TEXT, presentation TEXT)"
        )
        connection.executemany("INSERT INTO cluster VALUES (?, ?, ?)", rows)
