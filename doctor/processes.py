"""As whom and with what limits programs run here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from doctor.finding import Finding, good, warning

FILES = 4096  # as the unit has it: 2000 connections, the databases, the model
TELEMETRY = "RASA_TELEMETRY_ENABLED"


def account(user: int) -> Iterator[Finding]:
    """Whether rights can be seen at all: root has all of them."""
    if user == 0:
        yield warning(
            "bin/doctor tourne en root : les droits du compte du service ne sont pas vérifiés",
            "runuser -u assistant-clusters -- bin/doctor --settings /etc/assistant-clusters/env",
        )


def open_files(most: int, whose: str) -> Iterator[Finding]:
    """Whether as many files may be open as visitors need.

    Args:
        most: how many may be.
        whose: limit that is (French).
    """
    if most < FILES:
        yield warning(
            f"{whose} : {most} fichiers ouverts au plus, il en faut {FILES}",
            f"LimitNOFILE={FILES} dans l’unité, ou « ulimit -n {FILES} » avant bin/serve",
        )
    else:
        yield good(f"{whose} : {most} fichiers ouverts au plus")


def telemetry(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Whether what is started without `bin/` would tell Rasa's makers of it."""
    given = environment.get(TELEMETRY)
    if given is not None and given.lower() != "false":
        yield warning(
            f"{TELEMETRY} n’est pas « false » : les programmes de bin/ l’éteignent, "
            "mais Rasa lancé sans eux écrirait à ses auteurs",
            f"{TELEMETRY}=false, ou retirez-la",
        )
