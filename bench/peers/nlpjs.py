"""node-nlp in French, with its own settings (`workers/nlpjs.cjs`)."""

import json
import shutil
from collections.abc import Sequence
from functools import partial

from bench.paths import NLU
from bench.peers.contestant import KEPT, TEMPLATE, WORKERS, Contestant, ask, examples, keep
from harness.files import ROOT
from harness.processes import Command, installed, run_to_end
from harness.questions import Understood


class NlpJs(Contestant):
    """Runs in Node.js."""

    name = "nlp.js"
    folder, worker = KEPT / name, WORKERS / "nlpjs.cjs"

    def prepare(self) -> None:
        """Its packages by npm, then its model."""
        lock = TEMPLATE / "nlpjs" / "package-lock.json"
        keep(self.folder / "node_modules", [lock], self._install)
        train = partial(run_to_end, self._command("train"), json.dumps(examples()))
        keep(self.folder / "model", [NLU, self.worker, lock], train)

    def understand(self, questions: Sequence[str]) -> list[Understood]:
        """See `Contestant`."""
        return ask(self._command("answer"), questions)

    def _install(self) -> None:
        shutil.copytree(TEMPLATE / "nlpjs", self.folder, dirs_exist_ok=True)
        run_to_end(Command((installed("npm"), "ci", "--silent", "--no-audit"), self.folder))

    def _command(self, task: str) -> Command:
        arguments = (installed("node"), str(self.worker), task, str(self.folder / "model"))
        return Command(arguments, ROOT, {"NODE_PATH": str(self.folder / "node_modules")})
