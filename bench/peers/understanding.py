"""What each contestant understands of the questions that nobody was trained on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.peers.contestant import Contestant
from bench.peers.judging import Mark, judge
from bench.peers.questions import QuestionSet
from bench.peers.worker import Worker

WARM_UP = "bonjour"  # the first question pays for what is loaded late


def measure_understanding(
    contestants: Sequence[Contestant],
    sets: Sequence[QuestionSet],
    folder: Path,
    say: Callable[[str], None],
) -> list[dict[str, Any]]:
    """For each set its marks, by contestant, as they are kept in the results."""
    measured: list[dict[str, Any]] = [
        {"name": one.name, "questions": len(one.questions), "marks": {}} for one in sets
    ]
    for contestant in contestants:
        say(f"understanding: {contestant.name}")
        with Worker(contestant.understanding(), folder / f"{contestant.name}.log") as worker:
            worker.ask(WARM_UP)
            for one, target in zip(sets, measured):
                marks = mark_all(worker, one)
                target["marks"][contestant.name] = [asdict(mark) for mark in marks]
    return measured


def mark_all(worker: Worker, questions: QuestionSet) -> list[Mark]:
    """The marks of a worker that runs."""
    return [judge(question, worker.ask(question.text)) for question in questions.questions]
