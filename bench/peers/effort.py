"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Effort:
    """How much one comparison measures.

    Attributes:
        runs: fresh starts of each server.
        turns: timed turns of each kind in a run.
        talk: timed turns of one conversation, before the next is opened.
        clients: that talk at once when throughput is measured.
        seconds: that they talk.
        long_talks: conversations that go on past their 200th turn.
        early: first and last turn of the window that the late one is compared with.
        late: the same, around turn 200.
    """

    runs: int = 5
    turns: int = 150
    talk: int = 10
    clients: int = 4
    seconds: float = 10.0
    long_talks: int = 2
    early: tuple[int, int] = (2, 13)
    late: tuple[int, int] = (194, 205)

    def quick(self) -> Effort:
        """Just enough to see that all works."""
        return replace(self, runs=1, turns=20, seconds=1.5, long_talks=1)
