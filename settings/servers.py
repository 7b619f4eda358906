"""Hosts and ports of servers."""

from __future__ import annotations

import re

from settings.refusals import SettingsError, shown

PORTS = range(1, 65_536)
HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


def listening_port(written: str) -> int:
    """The port that the option `--port` names.

    Raises:
        SettingsError: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,5}", written) or int(written) not in PORTS:
        raise SettingsError(
            f"L’option --port ne convient pas (« {shown(written)} ») : il faut un nombre entier "
            f"de {PORTS[0]} à {PORTS[-1]}."
        )
    return int(written)
