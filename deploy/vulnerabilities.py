#!/usr/bin/env python3
"""Which of the locked packages have a known vulnerability? What was not checked is never clean.

usage: .venv/bin/python -m deploy.vulnerabilities [--feed FILE|ADDRESS] LOCK...

The feed is OSV's export of PyPI: its public address, a mirror, or a file that was brought here.
Ends with status 1 for a vulnerability that is not accepted (deploy/accepted_vulnerabilities.yml),
a package that could not be checked, and a feed that is old, damaged or out of reach.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from packaging.version import Version

from components.content import ContentError
from deploy.acceptances import Acceptance, read_acceptances
from deploy.audit import LOCKED, ROOT, canonical
from deploy.osv import EXPORT, Advisory, Feed, FeedError, parsed, read_feed

ACCEPTED = ROOT / "deploy" / "accepted_vulnerabilities.yml"
FRESH = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Pin:
    """A package of a lock, under its canonical name."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True)
class Finding:
    """A vulnerability of a package; `certain` unless its records do not tell of our version."""

    pin: Pin
    advisory: Advisory
    fixed: Version | None
    certain: bool

    def __str__(self) -> str:
        others = sorted(self.advisory.ids - {self.advisory.name})
        names = f"{self.advisory.name} ({', '.join(others)})" if others else self.advisory.name
        if not self.certain:
            return f"{self.pin} : pas vérifié, {names} ne dit pas quelles versions : lisez-le"
        fixed = f"corrigée en {self.fixed}" if self.fixed else "sans version corrigée"
        return f"{self.pin} : {names}, {fixed}. {self.advisory.summary}".rstrip(". ")


@dataclass(frozen=True)
class Audit:
    """The findings, what could not be checked, and the acceptances that were to judge them."""

    feed: Feed
    named: int  # in the locks
    unchecked: list[str]
    findings: list[Finding]
    acceptances: list[Acceptance]
    today: date

    @classmethod
    def of(
        cls,
        pins: set[Pin],
        unread: list[str],
        feed: Feed,
        acceptances: list[Acceptance],
        today: date,
    ) -> Audit:
        """Compares every package with the feed."""
        unchecked = [f"{line} : pas vérifié, ce n’est pas « paquet==version »" for line in unread]
        findings = []
        for pin in sorted(pins):
            version = parsed(pin.version)
            if version is None:
                unchecked.append(f"{pin} : pas vérifié, cette version ne se compare pas (PEP 440)")
                continue
            for advisory in feed.advisories[pin.name]:
                verdict = advisory.touches(version)
                if verdict is not False:
                    fixed = advisory.fixed_after(version)
                    findings.append(Finding(pin, advisory, fixed, verdict is True))
        return cls(feed, len(pins) + len(unread), unchecked, findings, acceptances, today)

    def accepted(self) -> Iterator[str]:
        """The findings that an acceptance covers today."""
        for finding in self.findings:
            acceptance = self._acceptance(finding)
            if acceptance and acceptance.holds(self.today):
                yield f"{finding} : acceptée jusqu’au {acceptance.expires}, {acceptance.reason}"

    def wrong(self) -> Iterator[str]:
        """All that keeps the audit from passing."""
        yield from self.unchecked
        for finding in self.findings:
            acceptance = self._acceptance(finding)
            if acceptance is None:
                yield str(finding)
            elif not acceptance.holds(self.today):
                yield f"{finding} : acceptation à relire (du {acceptance.reviewed})"
        for one in self.acceptances:
            if not any(one.covers(found.pin.name, found.advisory) for found in self.findings):
                yield f"{one.package}, {one.vulnerability} : acceptée sans être trouvée, retirez-la"
        age = self.today - self.feed.date
        if not timedelta(days=-1) <= age <= FRESH:  # a day's grace: the feed's clock is in UTC
            yield f"le flux date du {self.feed.date} : {FRESH.days} jours au plus"

    def summary(self) -> str:
        """What was compared with what."""
        unsure = {finding.pin for finding in self.findings if not finding.certain}
        unchecked = len(self.unchecked) + len(unsure)
        return (
            f"{self.named - unchecked} paquets vérifiés, {unchecked} non ; flux OSV du "
            f"{self.feed.date}, {self.feed.size} avis"
        )

    def _acceptance(self, finding: Finding) -> Acceptance | None:
        """The one that covers it, the latest when there are several."""
        covering = [
            one for one in self.acceptances if one.covers(finding.pin.name, finding.advisory)
        ]
        return max(covering, key=lambda one: one.reviewed, default=None)


def read_locks(locks: list[Path]) -> tuple[set[Pin], list[str]]:
    """The packages of the locks, and the lines that name one in another manner."""
    pins, unread = set(), []
    for lock in locks:
        for line in lock.read_text(encoding="utf-8").splitlines():
            locked = LOCKED.match(line)
            if locked:
                pins.add(Pin(canonical(locked[1]), locked[2]))
            elif line.strip() and not line.startswith((" ", "#")):
                unread.append(line.rstrip("\\ "))
    return pins, unread


def main(arguments: list[str]) -> int:
    """Compares and tells; the exit status."""
    parser = argparse.ArgumentParser(description="Les failles connues des paquets verrouillés")
    parser.add_argument("--feed", default=EXPORT, metavar="FICHIER|ADRESSE")
    parser.add_argument("locks", nargs="+", type=Path, metavar="VERROU")
    options = parser.parse_args(arguments)
    pins, unread = read_locks(options.locks)
    try:
        acceptances = read_acceptances(ACCEPTED)
        feed = read_feed(options.feed, {pin.name for pin in pins})
    except ContentError as error:
        sys.stdout.write(f"✗ {error}\n")
        return 1
    except FeedError as error:
        sys.stdout.write(
            f"✗ Rien n’a été vérifié. Le flux {options.feed} : {error}. Prenez {EXPORT} "
            "sur une machine connectée, puis : make audit FEED=all.zip\n"
        )
        return 1
    audit = Audit.of(pins, unread, feed, acceptances, date.today())
    for line in audit.accepted():
        sys.stdout.write(f"· {line}\n")
    wrong = list(audit.wrong())
    for line in wrong:
        sys.stdout.write(f"✗ {line}\n")
    sys.stdout.write(f"{'✗' if wrong else '✓'} {audit.summary()}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
