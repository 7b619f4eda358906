"""Known vulnerabilities of Python packages, as OSV exports them: a zip of one JSON record each.

The records: https://ossf.github.io/osv-schema/ ; the export: https://google.github.io/osv.dev/data/
"""

from __future__ import annotations

import shutil
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Optional

from packaging.version import InvalidVersion, Version
from pydantic import BaseModel, ValidationError

from deploy.audit import canonical

EXPORT = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"
ECOSYSTEM = "PyPI"
SECONDS = 60.0  # without a byte of the feed
BEGINNING = Version("0.dev0")  # "0" stands for what comes before every version
FAMILIES = ("CVE", "GHSA")  # how a vulnerability is best known


class FeedError(Exception):
    """The feed cannot be used; the message (French) says why."""


class Package(BaseModel):
    """Which package, and of which registry."""

    ecosystem: str
    name: str


class Range(BaseModel):
    """From what introduced the fault to what mended it: versions or commits, by `type`."""

    type: str
    events: list[dict[str, str]]

    def holds(self, version: Version) -> bool | None:
        """Is the version in it? None when its bounds cannot be compared."""
        inside = False
        try:
            for at, kind in sorted(self._steps()):
                if kind == "introduced" and version >= at:
                    inside = True
                elif kind == "fixed" and version >= at or kind == "last_affected" and version > at:
                    inside = False
        except InvalidVersion:
            return None
        return inside

    def _steps(self) -> Iterator[tuple[Version, str]]:
        for event in self.events:
            for kind, at in event.items():
                yield BEGINNING if at == "0" else Version(at), kind


class Affected(BaseModel):
    """The versions of one package that a record is about."""

    package: Optional[Package] = None  # noqa: UP045 - pydantic 1 reads it
    ranges: list[Range] = []
    versions: list[str] = []

    @property
    def name(self) -> str | None:
        """The package's canonical name; None for one of another registry."""
        if self.package is None or self.package.ecosystem != ECOSYSTEM:
            return None
        return canonical(self.package.name)

    @property
    def comparable(self) -> list[Range]:
        """The ranges that speak of versions."""
        return [one for one in self.ranges if one.type == "ECOSYSTEM"]

    def holds(self, version: Version) -> bool | None:
        """Is the version one of them? None when that is not told."""
        if version in map(parsed, self.versions):
            return True
        verdicts = [one.holds(version) for one in self.comparable]
        if True in verdicts:
            return True
        if None in verdicts or not (verdicts or self.versions):
            return None
        return False


class Record(BaseModel):
    """One file of the export."""

    id: str
    modified: datetime
    aliases: list[str] = []
    summary: str = ""
    affected: list[Affected] = []
    withdrawn: Optional[datetime] = None  # noqa: UP045

    @property
    def packages(self) -> set[str]:
        """The packages of PyPI that it is about."""
        return {one.name for one in self.affected if one.name is not None}


@dataclass(frozen=True)
class Advisory:
    """What the records on one vulnerability say of one package."""

    ids: frozenset[str]
    summary: str
    affected: tuple[Affected, ...]

    @classmethod
    def of(cls, record: Record, package: str) -> Advisory:
        """What one record says of it."""
        affected = tuple(one for one in record.affected if one.name == package)
        return cls(frozenset((record.id, *record.aliases)), record.summary, affected)

    @property
    def name(self) -> str:
        """The identifier that most people use."""
        return min(self.ids, key=lambda one: (_family(one), one))

    def touches(self, version: Version) -> bool | None:
        """Is that version vulnerable? None when the records do not tell."""
        verdicts = {one.holds(version) for one in self.affected}
        if True in verdicts:
            return True
        return None if None in verdicts else False

    def fixed_after(self, version: Version) -> Version | None:
        """The first version that mends it, None when there is none."""
        fixes = (
            parsed(event["fixed"])
            for affected in self.affected
            for one in affected.comparable
            for event in one.events
            if "fixed" in event
        )
        return min((fix for fix in fixes if fix is not None and fix > version), default=None)

    def joined(self, other: Advisory) -> Advisory:
        """One vulnerability that two databases describe."""
        return Advisory(
            self.ids | other.ids, self.summary or other.summary, self.affected + other.affected
        )


@dataclass(frozen=True)
class Feed:
    """The vulnerabilities of some packages, by canonical name, in an export of `size` records."""

    date: date  # of the newest record: it travels with the file
    size: int
    advisories: Mapping[str, list[Advisory]]

    @classmethod
    def read(cls, file: IO[bytes], names: Iterable[str]) -> Feed:
        """What the export says of the packages of these names.

        Raises:
            FeedError: it is no such export, or a record of it cannot be read.
        """
        found: dict[str, list[Advisory]] = {name: [] for name in names}
        dates = []
        for record in _records(file):
            dates.append(record.modified.date())
            if record.withdrawn is None:
                for name in record.packages & found.keys():
                    found[name] = _with(found[name], Advisory.of(record, name))
        if not dates:
            raise FeedError(f"il ne contient aucun avis sur {ECOSYSTEM}")
        return cls(max(dates), len(dates), found)


def read_feed(place: str, names: Iterable[str]) -> Feed:
    """The feed in a file, or at an address.

    Raises:
        FeedError: as `Feed.read`, or it is out of reach.
    """
    try:
        if not place.startswith(("http://", "https://")):
            with Path(place).open("rb") as file:
                return Feed.read(file, names)
        with tempfile.TemporaryFile() as copy:
            with urllib.request.urlopen(place, timeout=SECONDS) as answer:
                shutil.copyfileobj(answer, copy)
            return Feed.read(copy, names)
    except OSError as error:
        raise FeedError(f"il est hors d’atteinte ({error})") from error


def parsed(version: str) -> Version | None:
    """The version as PEP 440 orders it, without what a local build adds; None when it cannot."""
    try:
        return Version(Version(version).public)
    except InvalidVersion:
        return None


def _records(file: IO[bytes]) -> Iterator[Record]:
    """The records that are about packages of PyPI."""
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                try:
                    record = Record.parse_raw(archive.read(name))
                except ValidationError as error:
                    raise FeedError(f"son avis {name} est illisible ({error})") from error
                if record.packages:
                    yield record
    except zipfile.BadZipFile as error:
        raise FeedError(f"ce n’est pas un zip entier ({error})") from error


def _with(advisories: list[Advisory], new: Advisory) -> list[Advisory]:
    """The advisories and a new one, joined with those that share a name with it."""
    others = []
    for known in advisories:
        if known.ids & new.ids:
            new = known.joined(new)
        else:
            others.append(known)
    return [*others, new]


def _family(identifier: str) -> int:
    prefix = identifier.partition("-")[0]
    return FAMILIES.index(prefix) if prefix in FAMILIES else len(FAMILIES)
