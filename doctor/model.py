"""The trained model: that there is one, whole, of what stands in the project now."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from doctor.finding import Finding, fault, good
from scripts.train import Inputs

REMEDY = "« make setup »"


def model(path: Path, present: Inputs, learned: Inputs | None) -> Iterator[Finding]:
    """Whether visitors are answered as the files of the project say.

    Args:
        path: of the model.
        present: what a model would be made of now.
        learned: what this one was made of; None when that was not noted.
    """
    if not path.exists():
        yield fault(f"modèle : {path} manque", REMEDY)
    elif not model_id(path):
        yield fault(f"modèle : {path} est abîmé", f"supprimez-le, puis {REMEDY}")
    elif learned is None:
        yield fault("modèle : on ne sait de quoi il est fait", REMEDY)
    elif learned.code != present.code:
        yield fault("modèle : plus ancien que components/ ou les paquets", REMEDY)
    elif learned.content != present.content:
        yield fault("modèle : plus ancien que data/, domain.yml ou config.yml", REMEDY)
    else:
        yield good("modèle : appris de ce qui est là")


def model_id(path: Path) -> str:
    """The id that Rasa gave the model; nothing when it cannot be read to its end."""
    told = ""
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None and PurePath(member.name).name == "metadata.json":
                    told = str(json.load(content).get("model_id", ""))
    except (OSError, EOFError, ValueError, tarfile.TarError):
        return ""
    return told
