"""The facade through which everything reads the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.cluster_catalogue.engine import shared_engine
from actions.cluster_catalogue.models import Activity, Edition, Family, Organisation
from settings import read_settings

REQUIRED = (Family.CLUSTER, Family.POLE)  # without them the catalogue is not whole


class CatalogueUnavailableError(Exception):
    """The database is missing, locked, away or empty; the message says which."""


class Catalogue:
    """Queries on the clusters, the pôles and the activities.

    Every method raises `CatalogueUnavailableError` when the database cannot answer; the next call
    tries again, so that a database that comes back is used at once.

    Args:
        engine: the database, from outside; see `build_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[Family, tuple[str, list[Organisation]]] = {}

    @classmethod
    def from_environment(cls) -> Catalogue:
        """The catalogue at `DATABASE_URL`, or in the project's SQLite file."""
        return cls(shared_engine(read_settings().catalogue_address))

    def version(self) -> str:
        """A digest that changes whenever other content is loaded."""
        with self._session() as session:
            version = _version(session)
        if version is None:
            raise CatalogueUnavailableError("the catalogue is empty: run bin/load-catalogue")
        return version

    def clusters(self) -> list[Organisation]:
        """The clusters in the order of the page."""
        return self._organisations(Family.CLUSTER)

    def poles(self) -> list[Organisation]:
        """The pôles de compétitivité, for sectors that no cluster covers."""
        return self._organisations(Family.POLE)

    def networks(self) -> list[Organisation]:
        """The networks that the page does not know and visitors ask for; there may be none."""
        return self._organisations(Family.NETWORK)

    def networks_named(self, slugs: list[str]) -> list[Organisation]:
        """The networks with these slugs, in the order of `slugs`; unknown slugs are left out."""
        return _pick(self.networks(), slugs)

    def clusters_named(self, slugs: list[str]) -> list[Organisation]:
        """The clusters with these slugs, in the order of `slugs`; unknown slugs are left out."""
        return _pick(self.clusters(), slugs)

    def poles_named(self, slugs: list[str]) -> list[Organisation]:
        """The pôles with these slugs, in the order of `slugs`; unknown slugs are left out."""
        return _pick(self.poles(), slugs)

    def activities(self) -> list[Activity]:
        """Every trade, product and service by which visitors are matched."""
        with self._session() as session:
            return list(session.scalars(select(Activity).order_by(Activity.id)))

    def _organisations(self, family: Family) -> list[Organisation]:
        """The organisations of one family; read again only when another version is loaded."""
        with self._session() as session:
            version = _version(session)
            kept_version, found = self._kept.get(family, (None, []))
            if version is None or version != kept_version:
                found = _read(session, family)
        if not found and family in REQUIRED:
            raise CatalogueUnavailableError(f"the catalogue holds no {family.value}")
        if version is not None:
            self._kept[family] = version, found
        return list(found)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A session whose objects stay readable after it ends."""
        try:
            with Session(self._engine, expire_on_commit=False, future=True) as session:
                yield session
        except SQLAlchemyError as error:
            raise CatalogueUnavailableError(f"the database does not answer: {error}") from error


def _version(session: Session) -> str | None:
    return session.execute(select(Edition.version)).scalars().first()


def _read(session: Session, family: Family) -> list[Organisation]:
    query = (
        select(Organisation).where(Organisation.family == family).order_by(Organisation.position)
    )
    return list(session.scalars(query))


def _pick(organisations: list[Organisation], slugs: list[str]) -> list[Organisation]:
    by_slug = {organisation.slug: organisation for organisation in organisations}
    return [by_slug[slug] for slug in slugs if slug in by_slug]
