"""A whole installation under test: processes, their database, and what became of a load."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Engine

from tests.faults.ledger import Account, History, by_http, orphans, reconcile
from tests.faults.load import Load
from tests.faults.processes import Process
from tests.faults.results import record
from tests.services import Postgres, Redis

SETTLED_SECONDS = 2.0  # of an undisturbed load before a fault, and after it


@dataclass
class Site:
    """Processes that serve the same conversations.

    Attributes:
        processes: behind one proxy, so to say.
        engine: the database of the conversations.
        postgres: the server of that database, if it is not SQLite.
        redis: what the processes share besides.
    """

    processes: list[Process]
    engine: Engine
    postgres: Postgres | None = None
    redis: Redis | None = None

    @property
    def ports(self) -> list[int]:
        return [process.port for process in self.processes]

    def load(self, visitors: int = 6, **settings: Any) -> Load:
        return Load(self.ports, visitors, **settings)

    def revive(self) -> None:
        """Starts what an earlier test may have left dead."""
        dead = [process for process in self.processes if not process.alive]
        for process in dead:
            process.launch()
        for process in dead:
            process.wait()

    def conclude(
        self, fault: str, load: Load, recovery: float | None, history: History | None = None
    ) -> Account:
        """The account of a load that has ended, recorded; whatever is wrong fails the test."""
        account = reconcile(load.talks, load.attempts, history or by_http(self.ports[0]))
        record(fault, account, recovery)
        assert account.accepted >= len(load.visitors)
        assert (account.lost, account.twice, account.given_up) == (0, 0, 0), account
        assert not account.faults, account.faults[:5]
        assert orphans(self.engine) == 0
        return account


def settle(load: Load) -> None:
    """Every visitor talks undisturbed for a while."""
    load.wait_until_served(time.monotonic())
    time.sleep(SETTLED_SECONDS)
