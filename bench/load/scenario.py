"""What the Locust process is told to do, and the requests that it tells back (as JSON)."""

import random
from collections.abc import Sequence
from typing import NamedTuple

Stage = tuple[float, float]  # seconds; users of a closed loop, or requests a second of an open one


class Group(NamedTuple):
    """Users of one kind."""

    stages: Sequence[Stage]  # one after the other
    users: int = 0  # of an open loop; 0 for a closed loop, whose stages say how many there are
    in_turn: bool = False  # all users of an open loop get the same share, or as few as it takes
    abuser: bool = False  # they share one address and do not care when told to wait
    opens: bool = False  # they open conversations and say nothing


class Scenario(NamedTuple):
    """Groups of users before servers of this machine; ends early after so many messages."""

    ports: Sequence[int]
    seed: int
    groups: Sequence[Group]
    messages: int = 0


class Sample(NamedTuple):
    """One request; times are of the machine's monotonic clock."""

    abuser: bool
    kind: str  # of the step
    due: float  # when it should have been sent
    sent: float  # when it was
    end: float  # when its answer had come
    status: int  # of HTTP; 0 without an answer in time
    wait: float | None = None  # seconds of Retry-After

    @property
    def accepted(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether the server said, in order, to come back later."""
        return self.status in (429, 503) and self.wait is not None


def poisson_times(stages: Sequence[Stage], seed: int) -> list[float]:
    """The seconds at which requests are due, whatever became of earlier ones."""
    chance, due, start = random.Random(seed), [], 0.0
    for seconds, rate in stages:
        moment = start + chance.expovariate(rate)
        while moment < start + seconds:
            due.append(moment)
            moment += chance.expovariate(rate)
        start += seconds
    return due
