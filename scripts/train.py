"""Trains the model when what it is made of has changed. Run by `make setup`."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import sys
import tarfile
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "models" / "assistant.tar.gz"
STAMP = ROOT / "models" / "assistant.sha256"
LOG = ROOT / "var" / "train.log"
CONTENT = (
    "config.yml",
    "domain.yml",
    "data/nlu.yml",
    "data/suites.yml",
    "data/assistant.yml",
    "data/autres_langues.yml",
    "data/rules.yml",
    "data/stories.yml",
)
WORLD = "data/monde.yml"  # our own file: Rasa does not see that it changed
READ_AT_START = (
    "data/lieux.yml",
    "data/mots_porteurs.yml",
    "data/emojis.yml",
    "data/precisions.yml",
    "data/attributs.yml",
    "data/sujets.yml",
    "data/tournures.yml",
)
CODE = ("requirements.txt", "components/**/*.py", WORLD)
TICK_SECONDS = 10

Speaker = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """What a model is made of: the SHA-256 of its content and of the code that learns from it."""

    content: str
    code: str

    @classmethod
    def present(cls, root: Path = ROOT) -> Inputs:
        """Those that stand in the project now."""
        return cls(_digest(root, CONTENT), _digest(root, CODE))

    @classmethod
    def of_model(cls) -> Inputs | None:
        """Those of the model there is; None when there is none that is whole."""
        if not (MODEL.exists() and STAMP.exists()):
            return None
        lines = STAMP.read_text().split()
        return cls(*lines) if len(lines) == 2 else None

    def stamp(self) -> None:
        """Records them as those of the model there is."""
        STAMP.write_text(f"{self.content}\n{self.code}\n")


def _digest(root: Path, patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(path for path in root.glob(pattern) if path.is_file()):
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def unreadable(root: Path) -> str | None:
    """What keeps a file of the content from being read (French, with its line), if anything."""
    from components.content import ContentError, read_content

    for name in (*CONTENT, WORLD, *READ_AT_START):
        try:
            read_content(root / name)
        except ContentError as error:
            return str(error)
    return None


def train(directory: Path, *, afresh: bool) -> Path:
    """Trains a model into `directory` and returns its file.

    Rasa trains again what its cache does not hold; it looks at the content and at the classes
    named in `config.yml`, not at the code that these call: hence `afresh` when code has changed.
    """
    from channels.lean_rasa.lean_imports import do_without

    do_without()
    from rasa.model_training import train as rasa_train

    result = rasa_train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=str(directory),
        fixed_model_name="assistant",
        force_training=afresh,
    )
    if result.code != 0 or result.model is None:
        raise RuntimeError(f"rasa train ended with code {result.code}")
    return Path(result.model)


def without_training_schema(model: Path) -> None:
    """Takes out of a model how it was trained: loading it would import all that trains.

    What answers is the prediction schema; the training schema serves incremental training only,
    and names classes that import TensorFlow.
    """
    lean = model.with_suffix(".lean")
    with tarfile.open(model) as whole, tarfile.open(lean, "w:gz") as target:
        for member in whole:
            content = whole.extractfile(member)
            if content is not None and Path(member.name).name == "metadata.json":
                metadata = json.load(content)
                metadata["train_schema"] = {"nodes": {}}
                data = json.dumps(metadata).encode()
                member.size, content = len(data), io.BytesIO(data)
            target.addfile(member, content)
    os.replace(lean, model)


def main() -> int:
    """Trains if need be; the exit status is 0 when a current model is there at the end."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    inputs, before = Inputs.present(), Inputs.of_model()
    if inputs == before:
        return 0
    fault = unreadable(ROOT)
    if fault:
        print(f"✗ {fault}\n  Le modèle n’a pas été changé.", file=sys.stderr)
        return 1
    MODEL.parent.mkdir(exist_ok=True)
    LOG.parent.mkdir(exist_ok=True)
    say = _speaker()
    say("→ Apprentissage (quatre à sept minutes)")
    with tempfile.TemporaryDirectory(dir=MODEL.parent) as directory, _clock(say):
        try:
            with _quiet(say):
                model = train(Path(directory), afresh=before is None or before.code != inputs.code)
                without_training_schema(model)
        except (Exception, SystemExit) as error:
            say(f"✗ L’apprentissage a échoué : {error}\n  Voyez {LOG.relative_to(ROOT)}.")
            return 1
        # The model first, then the stamp: an interruption between the two trains again.
        STAMP.unlink(missing_ok=True)
        os.replace(model, MODEL)
        inputs.stamp()
    say("  ✓ le modèle est prêt")
    return 0


def _speaker() -> Speaker:
    """Prints on the real standard output, wherever that of the process goes."""
    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    return lambda line: print(line, file=target, flush=True)


@contextlib.contextmanager
def _quiet(say: Speaker) -> Iterator[None]:
    """Sends what Rasa prints to the log file, and tells the steps of the training."""
    warnings.simplefilter("ignore")
    logging.getLogger("rasa.engine.training.hooks").addHandler(_Steps(say))
    logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
    saved = os.dup(1), os.dup(2)
    with LOG.open("w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        try:
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, target in zip(saved, (1, 2)):
                os.dup2(number, target)
                os.close(number)


class _Steps(logging.Handler):
    """Tells each component that starts to learn."""

    def __init__(self, say: Speaker) -> None:
        super().__init__()
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith("Starting to train component"):
            self._say(f"  · {message.split(chr(39))[1]}")


@contextlib.contextmanager
def _clock(say: Speaker) -> Iterator[None]:
    """Says how long it has been, every ten seconds."""
    start = time.monotonic()
    done = threading.Event()

    def tick() -> None:
        while not done.wait(TICK_SECONDS):
            say(f"  … {time.monotonic() - start:.0f} s")

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
