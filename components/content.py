"""Reading what editors write in `data/`: a mistake names the file, the line and the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

KINDS = {list: "une liste", date: "une date (2026-03-31)"}


class ContentError(Exception):
    """A file of the content cannot be used; the message (French) says where and why."""


def read_content(path: Path, *, with_lines: bool = False) -> Any:
    """The content of a YAML file; `with_lines`, ten times slower, knows where each part stands.

    Raises:
        ContentError: it is missing, no UTF-8, or no YAML.
    """
    try:
        return YAML(typ="rt" if with_lines else "safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ContentError(
            f"{_shown(path)}, ligne {mark.line + 1 if mark else 1} : YAML illisible, vérifiez les "
            f"tirets, les deux-points, les guillemets et le retrait ({error.problem})"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(
            f"{_shown(path)} : lecture impossible, enregistrez le fichier en UTF-8 ({error})"
        ) from error


def read_entries(path: Path, fields: Mapping[str, type]) -> list[Mapping[str, Any]]:
    """The entries of a file that is a list, each with all of `fields`, not empty.

    Raises:
        ContentError: as `read_content`, or a field is missing, unknown, empty, or of another kind.
    """
    entries = read_content(path, with_lines=True)
    if not isinstance(entries, CommentedSeq):
        raise ContentError(f"{_shown(path)}, ligne 1 : une liste est attendue")
    for place, entry in enumerate(entries):
        where = f"{_shown(path)}, ligne {entries.lc.item(place)[0] + 1}"
        if not isinstance(entry, Mapping):
            raise ContentError(f"{where} : il faut les champs {', '.join(fields)}")
        for field, kind in fields.items():
            if not entry.get(field):
                raise ContentError(f"{where}, champ {field} : ce champ est obligatoire")
            if not isinstance(entry[field], kind):
                told = KINDS.get(kind, "un texte")
                raise ContentError(f"{where}, champ {field} : il faut {told}")
        for field in entry:
            if field not in fields:
                raise ContentError(f"{where}, champ {field} : ce champ n’existe pas")
    return entries


def _shown(path: Path) -> str:
    return f"data/{path.name}" if path.parent.name == "data" else path.name
