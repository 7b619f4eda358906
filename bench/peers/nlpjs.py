"""node-nlp in French, with its own settings (`workers/nlpjs.cjs`)."""

import json
import shutil
from collections.abc import Sequence

from bench.paths import NLU
from bench.peers import contestant
from bench.peers.contestant import KEPT, TEMPLATE, WORKERS, Contestant, Understood, installed
from harness.processes import ROOT, Command


class NlpJs(Contestant):
    """Runs in Node.js."""

    name = "nlp.js"
    folder, worker = KEPT / name, WORKERS / "nlpjs.cjs"

    def prepare(self) -> None:
        """Its packages by npm, then its model."""
        lock = TEMPLATE / "nlpjs" / "package-lock.json"
        contestant.keep(self.folder / "node_modules", [lock], self._install)
        contestant.keep(self.folder / "model", [NLU, self.worker, lock], self._train)

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        return contestant.ask(self._command("answer"), questions)

    def _install(self) -> None:
        shutil.copytree(TEMPLATE / "nlpjs", self.folder, dirs_exist_ok=True)
        contestant.call(Command((installed("npm"), "ci", "--silent", "--no-audit"), self.folder))

    def _train(self) -> None:
        contestant.call(self._command("train"), json.dumps(contestant.examples()))

    def _command(self, task: str) -> Command:
        arguments = (installed("node"), str(self.worker), task, str(self.folder / "model"))
        return Command(arguments, ROOT, {"NODE_PATH": str(self.folder / "node_modules")})
