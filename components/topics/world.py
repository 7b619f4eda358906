"""What people ask about, here and elsewhere."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, List

from components.content import read_content
from components.topics.nouns import FORMS, Noun

WORLD = Path(__file__).resolve().parents[2] / "data" / "monde.yml"
ANSWERED = "cluster"  # the kind of subject that the page answers questions on
ANY = "tous"  # the frames for subjects of every kind
ALONE = "nom"  # a place of a frame for the noun without any little word
_PLACE = re.compile(r"\{([^}]+)\}")


PARTS = {
    "sujets": dict,
    "domaines": dict,
    "cadres": list,
    "dit": dict,
    "non_dit": dict,
    "inconnu": list,
}


class WorldError(ValueError):
    """`data/monde.yml` cannot be used; the message (French) says what to mend."""


@dataclass(frozen=True)
class World:
    """The content of `data/monde.yml`.

    A frame is a question with places for nouns; what stands in a place is the little word before
    the noun, in the form that the noun takes: "Comment s’inscrire {à un} ?".

    Attributes:
        subjects: what the page speaks of, by kind.
        domains: what it does not speak of; what is of one domain stands side by side.
        frames: asked of what the page does not speak of.
        said: by intent, what the page does say of `ANSWERED`.
        unsaid: by kind of subject, what the page leaves open of it; under `ANY` of all kinds.
        unknown: asked of organisations whose name the catalogue does not have.
    """

    subjects: Mapping[str, Sequence[Noun]]
    domains: Sequence[Sequence[Noun]]
    frames: Sequence[str] = ()
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsaid: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unknown: Sequence[str] = ()

    @classmethod
    def read(cls, path: Path) -> World:
        """The world of a file.

        Raises:
            WorldError: a part is missing, or an entry cannot be used; it says which and where.
        """
        content = read_content(path)
        _check(path, content)
        return cls(
            subjects={kind: _nouns(entries) for kind, entries in content["sujets"].items()},
            domains=[_nouns(entries) for entries in content["domaines"].values()],
            frames=content["cadres"],
            said=content["dit"],
            unsaid=content["non_dit"],
            unknown=content["inconnu"],
        )

    def heads(self) -> List[str]:
        """How the subjects are called, one and many, without their article."""
        nouns = [noun for kind in self.subjects.values() for noun in kind]
        return [head for noun in nouns for head in (noun.text, noun.many)]

    def with_names(self, names: Mapping[str, Iterable[str]]) -> World:
        """This world with the names of organisations among the subjects of their kind."""
        subjects = {
            kind: [*nouns, *(Noun("", name) for name in names.get(kind, ()))]
            for kind, nouns in self.subjects.items()
        }
        return replace(self, subjects=subjects)

    def unsaid_of(self, kind: str) -> List[str]:
        """The frames of what the page leaves open of one kind of subject."""
        return [*self.unsaid.get(ANY, ()), *self.unsaid.get(kind, ())]


def _check(path: Path, content: Any) -> None:
    for part, kind in PARTS.items():
        if not isinstance(content, dict) or not isinstance(content.get(part), kind):
            raise WorldError(f"{path.name} : la partie « {part} » manque, ou n’a pas sa forme")
    for entry in _texts(content):
        if not isinstance(entry, str):
            raise WorldError(_at(path, entry, "mettez cette ligne entre guillemets"))
        for place in _PLACE.findall(entry):
            if place not in (ALONE, *FORMS):
                raise WorldError(_at(path, entry, f"« {place} » n’est pas un petit mot connu"))


def _texts(content: Any) -> Iterator[Any]:
    """All entries of the file."""
    if isinstance(content, dict):
        for part in content.values():
            yield from _texts(part)
    elif isinstance(content, list):
        yield from content
    elif content is not None:
        yield content


def _at(path: Path, entry: Any, remedy: str) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    text = str(entry).partition(":")[0].strip("{}'\"")
    line = next((n for n, line in enumerate(lines, start=1) if text in line), 1)
    return f"{path.name}, ligne {line} : {remedy}"


@functools.lru_cache(maxsize=1)
def project_world() -> World:
    """The world of the project, read at the first call."""
    return World.read(WORLD)


def fill(frame: str, nouns: Iterator[Noun]) -> str:
    """`frame` with a noun in each of its places: "{à un}" becomes "à une mutuelle"."""
    return _PLACE.sub(lambda place: next(nouns).after("" if place[1] == ALONE else place[1]), frame)


def _nouns(entries: Sequence[str]) -> List[Noun]:
    return [Noun.read(entry) for entry in entries]
