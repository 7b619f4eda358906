"""`data/clusters.yml` as its editors write it: reading, validation, errors that say where."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Optional

from pydantic import BaseModel, Extra, Field, HttpUrl, StrictStr, ValidationError, validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

ATTRIBUTES = Path(__file__).resolve().parents[2] / "data" / "attributs.yml"


@functools.lru_cache(maxsize=1)
def _attributes() -> tuple[str, ...]:
    """What may be asked of a cluster, by the names of `data/attributs.yml`.

    Raises:
        ValueError: that file cannot be read.
    """
    try:
        entries = YAML(typ="safe").load(ATTRIBUTES.read_text(encoding="utf-8"))
        return tuple(entry["attribut"] for entry in entries)
    except (OSError, UnicodeDecodeError, YAMLError, TypeError, KeyError) as error:
        raise ValueError(f"data/attributs.yml ne se lit pas ({error})") from error


class DocumentError(Exception):
    """The file cannot be loaded; the message (French) names file, line and field, per error."""


class _Section(BaseModel):
    class Config:
        extra = Extra.forbid
        anystr_strip_whitespace = True
        min_anystr_length = 1
        allow_population_by_field_name = True


class FactEntry(_Section):
    """A sentence that a public source says, with its date in the sentence.

    `attributes`: the questions of `data/attributs.yml` that it answers.
    """

    text: StrictStr = Field(alias="texte", max_length=300)
    source: StrictStr = Field(max_length=300)
    attributes: list[StrictStr] = Field(alias="attributs", default_factory=list, max_items=6)

    @validator("text")
    def _is_dated(cls, text: str) -> str:
        if not re.search(r"\b(19|20)\d\d\b", text):
            raise ValueError("un fait se donne avec sa date : l’année manque dans la phrase")
        return text

    @validator("attributes", each_item=True)
    def _is_an_attribute(cls, name: str) -> str:
        known = _attributes()
        if name not in known:
            raise ValueError(f"« {name} » n’est pas dans data/attributs.yml : {', '.join(known)}")
        return name


class OrganisationEntry(_Section):
    """What clusters and pôles have in common."""

    slug: StrictStr = Field(regex=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    name: StrictStr = Field(alias="nom", max_length=80)
    other_names: list[StrictStr] = Field(alias="autres_noms", default_factory=list)
    spellings: list[StrictStr] = Field(alias="orthographes", default_factory=list)
    homonyms: list[StrictStr] = Field(alias="homonymes", default_factory=list)
    presentation: StrictStr = Field(max_length=200)
    since: Optional[StrictStr] = Field(alias="depuis", max_length=40)
    facts: list[FactEntry] = Field(alias="faits", default_factory=list)
    activities: list[StrictStr] = Field(alias="metiers", min_items=1)
    link: HttpUrl = Field(alias="lien")
    source: StrictStr = Field(max_length=300)
    checked_on: date = Field(alias="verifie_le")

    @validator("checked_on", pre=True)
    def _is_a_past_date(cls, value: object) -> object:
        if not isinstance(value, date):
            raise ValueError("date attendue, sous la forme AAAA-MM-JJ")
        if value > date.today():
            raise ValueError("cette date est dans le futur")
        return value


class NetworkEntry(OrganisationEntry):
    """What the page does not know: served with a dated fact or not at all, and never advised."""

    activities: list[StrictStr] = Field(alias="metiers", default_factory=list, max_items=0)
    facts: list[FactEntry] = Field(alias="faits", min_items=1)


class CatalogueDocument(_Section):
    """The whole file."""

    clusters: list[OrganisationEntry] = Field(min_items=1)
    poles: list[OrganisationEntry] = Field(min_items=1)
    networks: list[NetworkEntry] = Field(alias="autres_reseaux", default_factory=list)
    other_activities: list[StrictStr] = Field(alias="autres_metiers", min_items=1)

    def organisations(self) -> list[OrganisationEntry]:
        """Clusters, then pôles, then the networks that the page does not know."""
        return [*self.clusters, *self.poles, *self.networks]


_FRENCH = {
    "value_error.missing": "ce champ est obligatoire",
    "value_error.extra": "ce champ n’existe pas : vérifiez son orthographe",
    "type_error.str": "un texte est attendu (entre guillemets si c’est un nombre ou une date)",
    "value_error.any_str.min_length": "ce champ est vide",
    "value_error.any_str.max_length": "texte trop long : {limit_value} caractères au plus",
    "value_error.str.regex": "minuscules, chiffres et traits d’union seulement",
    "value_error.list.min_items": "il en faut au moins {limit_value}",
    "value_error.list.max_items": "il n’en faut pas ici",
    "type_error.list": "une liste est attendue : une ligne par élément, chacune après un tiret",
    "type_error.dict": "des champs « nom: valeur » sont attendus",
    "type_error.none.not_allowed": "ce champ est vide",
    "value_error.url.scheme": "adresse attendue, qui commence par http:// ou https://",
    "value_error.url.host": "adresse attendue, qui commence par http:// ou https://",
}


def read_document(path: Path) -> tuple[CatalogueDocument, str]:
    """The content of `path` and its digest (SHA-256, hexadecimal).

    Raises:
        DocumentError: the file is missing, is no YAML, or does not fit the schema.
    """
    try:
        content = path.read_bytes()
        tree = YAML(typ="rt").load(content.decode("utf-8"))
    except FileNotFoundError as error:
        raise DocumentError(f"{path} : ce fichier n’existe pas") from error
    except OSError as error:
        raise DocumentError(f"{path} : lecture impossible ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DocumentError(f"{path}, ligne {line} : enregistrez le fichier en UTF-8") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DocumentError(
            f"{path}, ligne {line} : YAML illisible, vérifiez les tirets, les deux-points, "
            f"les guillemets et le retrait ({error.problem or error.context})"
        ) from error
    except YAMLError as error:
        raise DocumentError(f"{path} : YAML illisible ({error})") from error
    if tree is not None and not isinstance(tree, dict):
        raise DocumentError(f"{path}, ligne 1 : {_FRENCH['type_error.dict']}")
    try:
        document = CatalogueDocument.parse_obj(tree or {})
    except ValidationError as error:
        lines = [_describe(path, tree, problem) for problem in error.errors()]
        raise DocumentError("\n".join(lines)) from error
    _refuse_doubles(path, tree, document)
    return document, hashlib.sha256(content).hexdigest()


def _describe(path: Path, tree: Any, problem: Mapping[str, Any]) -> str:
    message = _FRENCH.get(problem["type"], problem["msg"]).format(**problem.get("ctx", {}))
    return (
        f"{path}, ligne {_line(tree, problem['loc'])}, champ {_field(problem['loc'])} : {message}"
    )


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _line(tree: Any, location: tuple[int | str, ...]) -> int:
    """The line (from 1) of the deepest part of `location` that the file holds."""
    line = 1
    for part in location:
        try:
            position = tree.lc.item(part) if isinstance(part, int) else tree.lc.key(part)
            tree = tree[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = position[0] + 1
    return line


def _refuse_doubles(path: Path, tree: Any, document: CatalogueDocument) -> None:
    """Slugs, and the names that tell clusters apart, must be given once."""
    seen: dict[str, str] = {}
    families: tuple[tuple[str, Sequence[OrganisationEntry]], ...] = (
        ("clusters", document.clusters),
        ("poles", document.poles),
        ("autres_reseaux", document.networks),
    )
    for family, entries in families:
        for index, entry in enumerate(entries):
            for field, text in (("slug", entry.slug), ("nom", entry.name)):
                owner = seen.setdefault(f"{field} {text.casefold()}", f"{family}.{index + 1}")
                if owner != f"{family}.{index + 1}":
                    location = (family, index, field)
                    raise DocumentError(
                        f"{path}, ligne {_line(tree, location)}, champ {_field(location)} : "
                        f"« {text} » est déjà pris par {owner}"
                    )
