"""The catalogue: what the editors wrote, and that it is what the database holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from actions.cluster_catalogue.catalogue import Catalogue, CatalogueUnavailableError
from actions.cluster_catalogue.document import DocumentError, read_document
from actions.cluster_catalogue.load import outdated
from doctor.databases import reading_engine
from doctor.finding import Finding, fault, good, listed, warning

LOAD = "bin/load-catalogue"


def loaded(address: str, path: Path) -> Iterator[Finding]:
    """Whether the database holds what stands in the file.

    Args:
        address: of the database.
        path: the file of the editors.
    """
    version = catalogue_version(address)
    if not version:
        yield fault("catalogue : la base n’en a pas, ou il est vide ou d’un autre programme", LOAD)
        return
    try:
        _, written = read_document(path)
    except DocumentError:
        return  # `document` tells
    if version != written:
        told = f"catalogue : la base n’a pas ce qui est écrit dans {path.name}"
        yield warning(told, f"{LOAD}, sauf si un autre fichier a été chargé exprès")
    else:
        yield good(f"catalogue : la base a ce qui est écrit dans {path.name}")


def document(path: Path, today: date) -> Iterator[Finding]:
    """Whether the file can be read, and was looked over within a year.

    Args:
        path: the file of the editors.
        today: the day on which ages are reckoned.
    """
    try:
        read, _ = read_document(path)
    except DocumentError as error:
        for line in str(error).splitlines():
            yield fault(line, f"corrigez-le, puis {LOAD}")
        return
    old = [entry.name for entry in outdated(read, today)]
    if old:
        told = f"catalogue : vérifiés il y a plus d’un an : {listed(old)}"
        yield warning(told, f"vérifiez-les, puis « verifie_le » dans {path.name}")


def catalogue_version(address: str) -> str:
    """The digest of the file that was loaded; nothing when the catalogue is not whole."""
    catalogue = Catalogue(reading_engine(address))
    try:
        catalogue.clusters()
        catalogue.poles()
        return catalogue.version()
    except CatalogueUnavailableError:
        return ""
