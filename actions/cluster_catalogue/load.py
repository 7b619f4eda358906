"""From `data/clusters.yml` to the database, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from actions.cluster_catalogue.document import CatalogueDocument, OrganisationEntry, read_document
from actions.cluster_catalogue.models import (
    Activity,
    Base,
    Edition,
    Fact,
    Family,
    Organisation,
    Wording,
    WordingKind,
)
from actions.cluster_catalogue.schema import CATALOGUE
from migrations.upgrade import make_anew

STALE_AFTER = timedelta(days=365)


def load_catalogue(path: Path, engine: Engine, *, today: date | None = None) -> list[str]:
    """Replace the content of the database by that of `path`; repeatable, all or nothing.

    Args:
        path: the YAML file of the editors.
        engine: the database; its tables are made anew.
        today: the day on which ages are reckoned.

    Returns:
        Warnings in French, one a line: what was checked more than a year ago.

    Raises:
        DocumentError: the file is at fault; the database is left as it was.
        sqlalchemy.exc.SQLAlchemyError: the database is; nothing was changed either.
    """
    document, version = read_document(path)
    with engine.begin() as connection:
        # The tables hold nothing but the file's content: made anew, they also fit a new version
        # of this program. Readers see the old ones until the transaction ends.
        make_anew(connection, CATALOGUE, Base.metadata)
        with Session(connection, future=True) as session:
            session.add_all([Edition(version=version), *_organisations(document)])
            session.flush()
            session.add_all(_activities(document))
            session.flush()
    return _warnings(path, document, today or date.today())


def outdated(document: CatalogueDocument, today: date) -> list[OrganisationEntry]:
    """What was checked more than a year ago."""
    return [entry for entry in document.organisations() if today - entry.checked_on > STALE_AFTER]


def _organisations(document: CatalogueDocument) -> list[Organisation]:
    families: tuple[tuple[Family, Sequence[OrganisationEntry]], ...] = (
        (Family.CLUSTER, document.clusters),
        (Family.POLE, document.poles),
        (Family.NETWORK, document.networks),
    )
    return [
        _organisation(entry, family, position)
        for family, entries in families
        for position, entry in enumerate(entries, start=1)
    ]


def _activities(document: CatalogueDocument) -> list[Activity]:
    owned = [
        Activity(slug=entry.slug, phrase=phrase)
        for entry in document.organisations()
        for phrase in entry.activities
    ]
    return owned + [Activity(slug=None, phrase=phrase) for phrase in document.other_activities]


def _organisation(entry: OrganisationEntry, family: Family, position: int) -> Organisation:
    return Organisation(
        slug=entry.slug,
        family=family,
        position=position,
        name=entry.name,
        presentation=entry.presentation,
        since=entry.since,
        link=str(entry.link),
        source=entry.source,
        checked_on=entry.checked_on,
        wordings=[Wording(kind=kind, text=text) for kind, text in _wordings(entry)],
        facts=[
            Fact(text=fact.text, source=fact.source, attributes=" ".join(fact.attributes))
            for fact in entry.facts
        ],
    )


def _wordings(entry: OrganisationEntry) -> list[tuple[WordingKind, str]]:
    told = (
        (WordingKind.NAME, [entry.name, *entry.other_names]),
        (WordingKind.SPELLING, entry.spellings),
        (WordingKind.HOMONYM, entry.homonyms),
    )
    return [(kind, text) for kind, texts in told for text in texts]


def _warnings(path: Path, document: CatalogueDocument, today: date) -> list[str]:
    return [
        f"{path} : {entry.name} a été vérifié le {entry.checked_on:%d/%m/%Y}, il y a plus d’un an"
        for entry in outdated(document, today)
    ]
