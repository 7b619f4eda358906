"""Made-up results, with figures that can be checked by hand."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bench.peers.effort import Effort

MACHINE = {
    "date": "2026-05-01",
    "cores": 2,
    "processor": "a processor",
    "memory_gb": 8,
    "system": "Linux x86_64",
    "python": "3.10.1",
    "busy": 0.2,
}


def marks(kind: str, right: int, total: int, refused: int = 0, **more: Any) -> list[dict[str, Any]]:
    """The first `right` are right, the last `refused` are refused."""
    mark = {"kind": kind, "detail": "", "parts": 1, "milliseconds": 2.0, **more}
    return [
        {**mark, "right": place < right, "refused": place >= total - refused}
        for place in range(total)
    ]


def figures(speed: float = 1.0, **changed: Any) -> dict[str, Any]:
    """A run: the reference's figures at speed 1, twice as good at speed 2."""
    return {
        "startup": 30 / speed,
        "domain": [20 / speed] * 10,
        "database": [40 / speed] * 10,
        "early": [20 / speed] * 3,
        "late": [30 / speed] * 3,
        "throughput": 40 * speed,
        "memory": 1200 / speed,
        **changed,
    }


def results(speed: float = 8.0, runs: int = 5) -> dict[str, Any]:
    """Ours is `speed` times as good as the reference, and understands best."""
    return {
        "understanding": {
            "machine": MACHINE,
            "sets": [
                {
                    "name": "dev",
                    "questions": 20,
                    "marks": {
                        "assistant": marks("bruit", 9, 10) + marks("entrepreneurs", 10, 10),
                        "rasa-defaut": marks("bruit", 5, 10, 3) + marks("entrepreneurs", 8, 10),
                    },
                }
            ],
        },
        "speed": {
            "machine": MACHINE,
            "effort": asdict(Effort()),
            "lines": {"written": 12, "said": 11},
            "runs": [
                {"assistant": figures(speed), "rasa-defaut": figures(), "fabnumdef": figures(1.1)}
                for _ in range(runs)
            ],
        },
    }
