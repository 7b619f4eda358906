"""Peers made with Rasa alone: their pipelines differ, their minimal project is the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench.peers.contestant import Command, Served, Serving, run_logged
from bench.peers.doors import RestDoor
from bench.peers.environments import python_environment
from bench.peers.places import CATALOGUE, DOMAIN, HERE, KEPT, NLU, ROOT
from bench.peers.processes import free_port
from bench.peers.rasa_project import FULL_EPOCHS, TEMPLATE, write_endpoints, write_project
from bench.peers.training import digest, keep_trained

RASA = "rasa==3.6.21"
MAKERS = (
    TEMPLATE / "stories.yml",
    TEMPLATE / "list_clusters_action.py",
    HERE / "rasa_project.py",
    HERE / "examples.py",
)
WORKER = HERE / "workers" / "rasa_nlu.py"
LOCAL = {"SANIC_HOST": "127.0.0.1"}  # where `rasa run actions` listens


class RasaPeer(Served):
    """A peer whose settings are those of `template/<name>.yml`.

    Args:
        name: of the settings, and of the peer.
        title: what it is, in French.
        epochs: how long DIET learns (`FULL_EPOCHS` when it is not given). It takes hours for all
            of them on two cores; speed does not depend on it.
    """

    def __init__(self, name: str, title: str, epochs: int | None = None) -> None:
        self.name = name
        self.title = title
        self._epochs = epochs or FULL_EPOCHS
        self._project = KEPT / name / "project"
        self._model = KEPT / name / "model.tar.gz"
        self._python = KEPT / "rasa" / "env" / "bin" / "python"

    def prepare(self) -> None:
        """See `Contestant`; the Rasa peers share one environment, without our additions."""
        # Our own lock says which versions of all else go with that Rasa.
        python_environment(
            self._python.parents[1], [RASA], "--constraints", str(ROOT / "requirements.txt")
        )
        config = TEMPLATE / f"{self.name}.yml"
        epochs = () if self._epochs == FULL_EPOCHS else (str(self._epochs),)
        wanted = digest([NLU, DOMAIN, CATALOGUE, config, *MAKERS], RASA, *epochs)
        keep_trained(self._model, wanted, partial(self._train, config))

    def _train(self, config: Path) -> None:
        write_project(self._project, config, self._epochs)
        model = self._model.name.removesuffix(".tar.gz")
        run_logged(
            self._rasa("train", "--out", str(self._model.parent), "--fixed-model-name", model),
            self._model.with_name("train.log"),
        )

    def understanding(self) -> Command:
        """See `Contestant`."""
        return Command((str(self._python), str(WORKER), str(self._model)), self._project)

    def serving(self, folder: Path) -> Serving:
        """See `Served`: `rasa run` with the `rest` channel, and `rasa run actions`."""
        port, actions_port = free_port(), free_port()
        endpoints = folder / "endpoints.yml"
        write_endpoints(endpoints, actions_port, folder / "tracker.db")
        actions = self._rasa("run", "actions", "--port", str(actions_port))
        files = ["--model", str(self._model), "--endpoints", str(endpoints)]
        where = ["--interface", "127.0.0.1", "--port", str(port)]
        server = self._rasa("run", "--enable-api", *files, *where)
        return Serving([actions, server], partial(RestDoor, port))

    def _rasa(self, *arguments: str) -> Command:
        python = (str(self._python), "-W", "ignore", "-m", "rasa")
        return Command((*python, *arguments), self._project, LOCAL)
