"""What the client's process is told to do: plain data, sent as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from bench.load.schedule import Phase


@dataclass(frozen=True)
class Closed:
    """Visitors who ask again as soon as they are answered, and come back when told to.

    Attributes:
        ports: of the servers.
        visitors: how many.
        seconds: after which no new request is sent.
        messages: of each visitor, after which it leaves; 0 for no end.
        seed: of what they ask.
    """

    ports: tuple[int, ...]
    visitors: int
    seconds: float
    messages: int = 0
    seed: int = 1


@dataclass(frozen=True)
class Open:
    """Requests that come when they come, whether earlier ones are answered or not.

    Attributes:
        ports: of the servers.
        phases: of the Poisson process.
        seed: of the arrivals and of what is asked.
    """

    ports: tuple[int, ...]
    phases: tuple[Phase, ...]
    seed: int = 1


@dataclass(frozen=True)
class Greedy:
    """One that asks for more than its share, and does not care when told to wait.

    Attributes:
        conversations: over which its messages go, one after the other.
        rate: requests a second; 0 for as many as its connections can carry.
        connections: that it uses at once when the rate is 0.
        opens: it opens conversations instead of talking.
    """

    conversations: int
    rate: float
    connections: int = 1
    opens: bool = False


@dataclass(frozen=True)
class Scene:
    """Ordinary visitors, each from an address of its own, and perhaps a greedy client.

    Attributes:
        ports: of the servers.
        seconds: how long.
        visitors: ordinary ones.
        pause: seconds between two messages of one of them.
        greedy: the other; None when all is calm.
        seed: of what they ask.
    """

    ports: tuple[int, ...]
    seconds: float
    visitors: int
    pause: float
    greedy: Greedy | None = None
    seed: int = 1


Plan = Closed | Open | Scene
