"""Peers that are a classifier alone: no server, no conversation, a worker that answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.peers.contestant import Command, Contestant, PreparationError, run_logged
from bench.peers.environments import node_environment, python_environment
from bench.peers.examples import read_examples
from bench.peers.places import HERE, KEPT, NLU, ROOT
from bench.peers.training import digest, keep_trained

SCIKIT_LEARN = (
    "scikit-learn==1.7.2",
    "joblib==1.6.0",
    "numpy==2.2.6",
    "scipy==1.15.3",
    "threadpoolctl==3.8.0",
)
NODE_NLP = HERE / "template" / "nlpjs"


class TfidfPeer(Contestant):
    """TF-IDF of words and letters, linear model (`workers/tfidf.py`)."""

    name = "tfidf-lineaire"
    title = "scikit-learn, TF-IDF de mots et de lettres, séparateur linéaire"

    def prepare(self) -> None:
        """See `Contestant`."""
        python_environment(KEPT / self.name / "env", SCIKIT_LEARN)
        _keep_trained(self._command, self._worker, KEPT / self.name, *SCIKIT_LEARN)

    def understanding(self) -> Command:
        """See `Contestant`."""
        return self._command("answer", str(KEPT / self.name / "model"))

    @property
    def _worker(self) -> Path:
        return HERE / "workers" / "tfidf.py"

    def _command(self, *arguments: str) -> Command:
        python = str(KEPT / self.name / "env" / "bin" / "python")
        return Command((python, str(self._worker), *arguments), ROOT)


class NlpJsPeer(Contestant):
    """node-nlp in French, with its own settings (`workers/nlpjs.cjs`)."""

    name = "nlp.js"
    title = "node-nlp 4.27, réglages d’origine (seuil 0,5)"

    def prepare(self) -> None:
        """See `Contestant`."""
        node_environment(KEPT / self.name, NODE_NLP)
        _keep_trained(
            self._command, self._worker, KEPT / self.name, digest([NODE_NLP / "package-lock.json"])
        )

    def understanding(self) -> Command:
        """See `Contestant`."""
        return self._command("answer", str(KEPT / self.name / "model"))

    @property
    def _worker(self) -> Path:
        return HERE / "workers" / "nlpjs.cjs"

    def _command(self, *arguments: str) -> Command:
        node = shutil.which("node")
        if node is None:
            raise PreparationError("node is not installed: leave nlp.js out with --only")
        modules = {"NODE_PATH": str(KEPT / self.name / "node_modules")}
        return Command((node, str(self._worker), *arguments), ROOT, modules)


def _keep_trained(
    command: Callable[..., Command], worker: Path, folder: Path, *versions: str
) -> None:
    """Trains a worker on the examples, unless its model was made of the same."""
    model = folder / "model"
    train = partial(_train, command, model)
    keep_trained(model, digest([NLU, worker, HERE / "examples.py"], *versions), train)


def _train(command: Callable[..., Command], model: Path) -> None:
    examples = model.with_name("examples.json")
    pairs = [(example.plain, example.intent) for example in read_examples(NLU)]
    examples.write_text(json.dumps(pairs), encoding="utf-8")
    run_logged(command("train", str(examples), str(model)), model.with_name("train.log"))
