"""The vulnerabilities that were read and found harmless here, for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from components.content import read_entries
from deploy.audit import canonical
from deploy.osv import Advisory

VALID = timedelta(days=90)  # then somebody has to read again


@dataclass(frozen=True)
class Acceptance:
    """Why a vulnerability of a package is no danger here, and when somebody last looked."""

    package: str
    vulnerability: str
    reason: str
    reviewed: date

    @property
    def expires(self) -> date:
        """The last day that it holds."""
        return self.reviewed + VALID

    def covers(self, package: str, advisory: Advisory) -> bool:
        """Is it about this vulnerability, under any of its names?"""
        return self.package == package and self.vulnerability in advisory.ids

    def holds(self, today: date) -> bool:
        """Was it reviewed lately, and not in days to come?"""
        return self.reviewed <= today <= self.expires


def read_acceptances(path: Path) -> list[Acceptance]:
    """The acceptances of a file.

    Raises:
        ContentError: as `read_entries`.
    """
    fields = {"paquet": str, "faille": str, "raison": str, "relue": date}
    return [
        Acceptance(canonical(entry["paquet"]), entry["faille"], entry["raison"], entry["relue"])
        for entry in read_entries(path, fields)
    ]
