"""Which version of the tables a database holds, and whether a program can work with it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import column, inspect, select, table
from sqlalchemy.engine import Connection

from migrations.version import Version

FOLDER = Path(__file__).resolve().parent


class SchemaError(Exception):
    """The tables are not what is needed; the message (French) says what to do."""


@dataclass(frozen=True)
class Schema:
    """Tables that go from version to version together.

    Alembic is not imported here: a server that finds its tables in order has no use for it.

    Attributes:
        name: of the folder of its revisions, and as operators read it.
        tables: those of the newest version, in an order in which they can be filled.
    """

    name: str
    tables: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where its revisions are."""
        return FOLDER / self.name

    @property
    def version_table(self) -> str:
        """The table in which Alembic keeps the version."""
        return f"alembic_{self.name}"

    @functools.cached_property
    def versions(self) -> list[Version]:
        """All that this program knows, the oldest first."""
        names = sorted(path.stem for path in self.folder.glob("[0-9]*.py"))
        return [Version.named(name) for name in names]

    @property
    def newest(self) -> Version:
        """The version that this program works with."""
        return self.versions[-1]

    def version(self, connection: Connection) -> Version | None:
        """The version of the tables that are there; None when no version was noted."""
        if not inspect(connection).has_table(self.version_table):
            return None
        noted = select(column("version_num")).select_from(table(self.version_table))
        name = connection.execute(noted).scalars().first()
        if name is None:
            return None
        try:
            return Version.named(name)
        except ValueError as error:
            raise SchemaError(f"Tables {self.name} : {error}.") from error

    def is_absent(self, connection: Connection) -> bool:
        """Whether the database has none of the tables."""
        there = set(inspect(connection).get_table_names())
        return there.isdisjoint({*self.tables, self.version_table})

    def check(self, connection: Connection) -> None:
        """Makes sure that this program can work with the tables.

        Raises:
            SchemaError: it cannot.
        """
        version = self.version(connection)
        if version is None or version.number < self.newest.number:
            raise SchemaError(self._old(connection, version))
        if version.serves > self.newest.number:
            raise SchemaError(self.too_new(version))
        missing = set(self.tables) - set(inspect(connection).get_table_names())
        if missing:
            raise SchemaError(
                f"Tables {self.name} : il manque {', '.join(sorted(missing))}. "
                "Restaurez la dernière sauvegarde."
            )

    def too_new(self, version: Version) -> str:
        """That the tables are made for later programs only."""
        return (
            f"Tables {self.name} : elles sont de la version {version.number}, faite pour un "
            f"programme de la version {version.serves} au moins ; celui-ci est de la version "
            f"{self.newest.number}. Lancez « bin/upgrade --to {self.newest.number} » depuis le "
            "dossier du programme le plus récent."
        )

    def _old(self, connection: Connection, version: Version | None) -> str:
        if version is not None:
            state = f"elles sont de la version {version.number}, il faut la {self.newest.number}"
        elif self.is_absent(connection):
            state = "elles manquent"
        else:
            state = "elles datent d’avant les versions"
        return f"Tables {self.name} : {state}. Lancez « bin/upgrade »."
