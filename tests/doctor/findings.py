"""How tests read what a check says."""

from __future__ import annotations

from collections.abc import Iterable

from doctor.finding import Finding, Level


def marks(findings: Iterable[Finding]) -> str:
    """How bad each finding is, as `✓!✗`; what is not well says what to do."""
    found = list(findings)
    assert all(one.remedy for one in found if one.level is not Level.GOOD)
    return "".join(one.level.value for one in found)


def only(findings: Iterable[Finding]) -> Finding:
    """The one finding there is."""
    (found,) = findings
    return found
