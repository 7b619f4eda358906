"""What the service manager is told: that visitors may come, and that this process still lives."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping

PINGS = 3  # in the time after which the manager takes the process for dead


class ServiceManager:
    """systemd, or nobody; the protocol is that of sd_notify(3).

    Args:
        address: of the manager's socket; "@" begins an abstract one; empty when nobody listens.
        patience: seconds of silence after which it kills; None when it does not.
    """

    def __init__(self, address: str, patience: float | None) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._patience = patience

    def tell(self, state: str) -> None:
        """Sends one state, such as "READY=1".

        That a manager is gone or busy is no reason to stop serving.
        """
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sender:
            try:
                sender.sendto(state.encode(), self._address)
            except OSError:
                return

    async def reassure(self) -> None:
        """Says for ever that the event loop runs, if the manager wants to know."""
        while self._patience is not None:
            self.tell("WATCHDOG=1")
            await asyncio.sleep(self._patience / PINGS)


def service_manager(environment: Mapping[str, str] | None = None) -> ServiceManager:
    """The manager that started this process, as it says itself in the environment."""
    environment = os.environ if environment is None else environment
    microseconds = environment.get("WATCHDOG_USEC", "")
    meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    patience = int(microseconds) / 1e6 if meant and microseconds.isdigit() else None
    return ServiceManager(environment.get("NOTIFY_SOCKET", ""), patience)
