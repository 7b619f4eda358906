"""One request and what became of it, as the client's process tells it."""

from __future__ import annotations

from typing import NamedTuple

from bench.load.visits import MESSAGE

BROKEN = 0  # in place of the status: no connection, or no answer in time
REFUSALS = (429, 503)


class Sample(NamedTuple):
    """One request.

    Attributes:
        group: whose request it was, where several groups of visitors share a server.
        kind: of the step (`visits.py`).
        due: when it should have been sent; the clock is the machine's (`time.monotonic`).
        sent: when it was.
        end: when its answer had come.
        status: of HTTP, or `BROKEN`.
        wait: seconds of `Retry-After`; None without that header.
    """

    group: str
    kind: str
    due: float
    sent: float
    end: float
    status: int
    wait: float | None

    @property
    def seconds(self) -> float:
        """The latency, from when it was due."""
        return self.end - self.due

    @property
    def accepted(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether the server said, in order, to come back later."""
        return self.status in REFUSALS and self.wait is not None

    @property
    def wrong(self) -> bool:
        """Neither done nor refused in order."""
        return not self.accepted and not self.refused

    @property
    def answered(self) -> bool:
        """A message that was answered."""
        return self.accepted and self.kind == MESSAGE
