"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Effort:
    """How much one load test measures.

    Attributes:
        warm_up: messages before anything is measured, on each fresh server.
        visitors: numbers of visitors of the closed loop, one after the other.
        closed_seconds: of each of these.
        shares: loads of the open loop, as shares of the capacity.
        open_seconds: of each of these.
        overload: seconds before, during and after the overload from which the server recovers.
        limit_seconds: of each scene with a greedy client.
        messages: while memory is watched.
        settled: messages after which memory must be flat.
        sample_seconds: between two looks at memory.
        pairs: turns of one process and of two, when their CPU is compared.
        pair_messages: of each of these turns.
    """

    warm_up: int = 200
    visitors: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64)
    closed_seconds: float = 10
    shares: tuple[float, ...] = (0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 2.0)
    open_seconds: float = 20
    overload: tuple[float, float, float] = (8, 10, 12)
    limit_seconds: float = 25
    messages: int = 20_000
    settled: int = 5_000
    sample_seconds: float = 2
    pairs: int = 5
    pair_messages: int = 500

    def quick(self) -> Effort:
        """Just enough to see that all works."""
        return replace(
            self,
            warm_up=20,
            visitors=(1, 4, 32, 64),
            closed_seconds=3,
            shares=(0.3, 0.8, 1.2, 2.0),
            open_seconds=5,
            overload=(3, 4, 5),
            limit_seconds=18,
            messages=400,
            settled=100,
            sample_seconds=0.5,
            pairs=2,
            pair_messages=60,
        )

    def with_messages(self, messages: int) -> Effort:
        """Another number of messages while memory is watched; a quarter of them to settle."""
        return replace(self, messages=messages, settled=messages // 4)
