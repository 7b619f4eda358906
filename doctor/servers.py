"""The processes that serve: who listens on their ports, and what they have loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from channels.web.release import UNKNOWN
from doctor.asking import ask
from doctor.finding import Finding, fault, good, warning
from doctor.listeners import Listener
from doctor.processes import open_files

LOCAL = range(1000, 10_000)  # the ports before which `assistant-clusters@.service` puts a 1
UNIT = re.compile(r"assistant-clusters@([0-9]{1,5})\.service")
NAMES = {"release": "version du programme", "model": "modèle", "catalogue": "catalogue"}


def enabled_ports(folder: Path) -> list[int]:
    """The ports of the units that start with this machine.

    Args:
        folder: where systemd has what the target wants.
    """
    found = (UNIT.fullmatch(path.name) for path in sorted(folder.glob("*")))
    return [int(match[1]) for match in found if match]


def server(
    port: int, present: Mapping[str, str], listening: Sequence[Listener]
) -> Iterator[Finding]:
    """Whether our server answers on a port, and with what is installed now.

    Args:
        port: of the visitors.
        present: release, model and catalogue as they are installed; empty what is not known.
        listening: all that listens on this machine.
    """
    public = _at(port, listening)
    if public is None:
        remedy = f"systemctl start assistant-clusters@{port}, ou bin/serve --port {port}"
        yield warning(f"port {port} : libre, personne ne sert", remedy)
        return
    lives = ask(public, "/api/v1/health")
    if lives is None or lives.told.get("status") != "ok":
        yield fault(
            f"port {port} : un autre programme écoute, ou notre serveur est figé",
            f"« ss -ltnp sport = :{port} » le nomme : arrêtez-le",
        )
        return
    if public.account == 0:
        yield warning(f"port {port} : le serveur tourne en root", "donnez-lui un compte à lui")
    ready = ask(public, "/api/v1/ready")
    if ready is not None and ready.status == 200:
        yield good(f"port {port} : notre serveur répond")
    else:
        remedy = f"ce qui est dit plus haut ; journalctl -u assistant-clusters@{port}"
        yield fault(f"port {port} : notre serveur vit, mais ne peut répondre", remedy)
    yield from _loaded(port, present, listening)


def _loaded(
    port: int, present: Mapping[str, str], listening: Sequence[Listener]
) -> Iterator[Finding]:
    local_port = port + 10_000
    local = _at(local_port, listening) if port in LOCAL else None
    ready = ask(local, "/ready") if local else None
    if local is None or ready is None or "status" not in ready.told:
        told = f"port {port} : ce que ce serveur a chargé ne peut être vu"
        yield warning(told, f"lancez-le avec --local-port {local_port if port in LOCAL else '…'}")
        return
    if not local.is_local:
        told = f"port {local_port} : d’autres machines atteignent les mesures"
        yield warning(told, "un pare-feu, ou --local-host 127.0.0.1")
    if ready.status != 200:
        yield fault(f"port {local_port} : {ready.told.get('cause', '')}", "bin/load-catalogue")
        return
    others = [
        f"{name} {ready.told[key][:20]} au lieu de {present[key][:20]}"
        for key, name in NAMES.items()
        if {present.get(key), ready.told.get(key)}.isdisjoint({None, "", UNKNOWN})
        and ready.told[key] != present[key]
    ]
    if others:
        told = f"port {port} : ce qui est installé n’est pas ce qui sert ({', '.join(others)})"
        yield fault(told, f"systemctl restart assistant-clusters@{port}")
    else:
        yield good(f"port {port} : sert ce qui est installé")
    limit = re.search(rb"^process_max_fds (\S+)$", _page(local), re.MULTILINE)
    if limit:
        yield from open_files(int(float(limit[1])), f"port {port}")


def _page(local: Listener) -> bytes:
    answer = ask(local, "/metrics")
    return answer.body if answer else b""


def _at(port: int, listening: Sequence[Listener]) -> Listener | None:
    return next((one for one in listening if one.port == port), None)
