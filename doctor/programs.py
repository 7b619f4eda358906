"""What is installed: Python, the packages, this program, the vulnerabilities that were accepted."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import Distribution, distributions
from pathlib import Path

from channels.web.release import UNKNOWN
from components.content import ContentError
from deploy.acceptances import read_acceptances
from deploy.audit import canonical, differences, locked
from doctor.finding import Finding, fault, good, listed, warning

PYTHON = (3, 10)
NEEDED = "requirements.txt"
ALLOWED = ("requirements-dev.txt", "requirements-setup.txt")
LEFT_OUT = Path("deploy/container/left-out.txt")  # of the image, which does not train


def python(version: tuple[int, int] = sys.version_info[:2]) -> Iterator[Finding]:
    """Whether this is the Python that Rasa runs on."""
    told = f"Python {version[0]}.{version[1]}"
    if version == PYTHON:
        yield good(told)
    else:
        yield fault(f"{told} au lieu de {PYTHON[0]}.{PYTHON[1]}", "supprimez .venv, « make setup »")


def installed_packages() -> dict[str, Distribution]:
    """The packages of this environment by their canonical names."""
    return {canonical(one.metadata["Name"]): one for one in distributions()}


def packages(root: Path, there: Mapping[str, Distribution]) -> Iterator[Finding]:
    """Whether what is installed is what the lock names; `make audit` also reads their code.

    Args:
        root: the folder with the locks.
        there: what is installed.
    """
    wanted = locked([root / NEEDED])
    absent = _left_out(root) & wanted.keys() - there.keys()
    needed = {name: version for name, version in wanted.items() if name not in absent}
    wrong = list(differences(needed, {name: there[name] for name in wanted.keys() & there}))
    known = locked([root / lock for lock in (NEEDED, *ALLOWED)])
    strange = list(differences({}, {name: there[name] for name in there.keys() - known.keys()}))
    if wrong:
        yield fault(f"paquets : {listed(wrong)}", "« make setup »")
    if absent:
        told = f"paquets qui ne servent qu’à apprendre : {len(absent)} absents"
        yield warning(told, "rien à faire dans l’image ; ailleurs, « make setup »")
    if strange:
        yield warning(f"paquets : {listed(strange)}", "supprimez .venv, « make setup »")
    if not (wrong or strange):
        yield good(f"paquets : {len(needed)} tels que verrouillés")


def this_release(release: str) -> Iterator[Finding]:
    """Which release this is, and whether it is one at all."""
    if release == UNKNOWN:
        yield warning("version : inconnue", "écrivez-la dans un fichier RELEASE")
    elif release.endswith("-dirty"):
        told = f"version : {release}, des fichiers ont été changés sur place"
        yield warning(told, "« git status » les nomme")
    else:
        yield good(f"version : {release}")


def acceptances(path: Path, today: date) -> Iterator[Finding]:
    """Whether the vulnerabilities that were found harmless were read again lately.

    Args:
        path: the file that names them.
        today: the day on which their age is reckoned.
    """
    try:
        accepted = read_acceptances(path)
    except ContentError as error:
        yield fault(str(error), "corrigez ce fichier")
        return
    expired = [each.vulnerability for each in accepted if not each.holds(today)]
    if expired:
        told = f"failles acceptées, à relire depuis trop longtemps : {listed(expired)}"
        yield warning(told, f"relisez-les, puis changez « relue » dans {path.name}")
    else:
        yield good(f"failles acceptées : {len(accepted)}, toutes relues")


def _left_out(root: Path) -> set[str]:
    path = root / LEFT_OUT
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {canonical(line) for line in lines if line and not line.startswith("#")}
