"""The command behind `bin/doctor`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from actions.cluster_catalogue.engine import ROOT
from doctor.examination import examine, without_settings
from doctor.finding import Finding, Level, fault, good
from doctor.installation import Installation
from doctor.listeners import listeners
from doctor.servers import enabled_ports
from doctor.settings_checks import with_settings
from doctor.settings_file import SettingsFileError, read_settings_file, settings_file
from settings import SettingsError, listening_port, read_settings

ABOUT = """Examine toute l’installation sans rien changer, et dit en une ligne chacun que faire :
✓ bien, ! à voir, ✗ défaut. Statut 0 sans défaut, 1 avec, 2 si la commande est mal écrite."""
PORT = 5005  # that of bin/serve, whose module brings all of uvicorn
UNITS = Path("/etc/systemd/system/assistant-clusters.target.wants")


def main(arguments: Sequence[str]) -> int:
    """Looks and tells; the exit status."""
    chosen = _read(arguments)
    place = Installation(
        root=ROOT,
        ports=chosen.port or enabled_ports(UNITS) or [PORT],
        listening=listeners(),
        backups=chosen.backups,
    )
    faults = 0
    for finding in _report(place, chosen.settings):
        print(finding, flush=True)
        faults += finding.level is Level.FAULT
    return 1 if faults else 0


def _report(place: Installation, path: Path | None) -> Iterator[Finding]:
    """All findings: those on the settings first, as others depend on them."""
    if path is not None:
        yield from settings_file(path)
        try:
            os.environ.update(read_settings_file(path))
        except SettingsFileError as error:
            yield fault(str(error), "corrigez ce fichier : le reste a été lu sans lui")
    yield from examine(without_settings(place))
    try:
        settings = read_settings()
    except SettingsError as error:
        where = str(path) if path else "l’environnement (ou donnez --settings FICHIER)"
        for line in str(error).splitlines():
            yield fault(line, f"corrigez {where} : le reste n’a pas été vérifié")
        return
    yield good("réglages : tous admis")
    yield from examine(with_settings(place, settings))


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/doctor", description=ABOUT)
    parser.add_argument(
        "--settings",
        type=_whole_path,
        metavar="FICHIER",
        help="réglages, tel que /etc/assistant-clusters/env ; sinon, l’environnement",
    )
    parser.add_argument(
        "--port",
        type=_port,
        action="append",
        metavar="PORT",
        help="d’un processus ; plusieurs fois pour plusieurs",
    )
    parser.add_argument(
        "--backups", type=_whole_path, metavar="DOSSIER", help="où va deploy/backup.sh"
    )
    return parser.parse_args(arguments)


def _whole_path(given: str) -> Path:
    if not os.path.isabs(given):
        raise argparse.ArgumentTypeError("il faut un chemin entier")
    return Path(given)


def _port(given: str) -> int:
    try:
        return listening_port(given)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
