"""Whether what was understood is right: on the topic alone, by the same rule for all."""

from __future__ import annotations

from dataclasses import dataclass

from bench.peers.questions import Question
from bench.peers.topics import REFUSALS, accepted, topic_of
from bench.peers.worker import Understood


@dataclass(frozen=True)
class Mark:
    """The verdict on one question.

    Attributes:
        kind: who writes the question.
        detail: a part of that kind, or nothing.
        right: whether a topic understood serves the question; of one that nothing serves, whether
            it was refused.
        refused: whether nothing was understood, or that it is out of scope.
        parts: how many topics were understood at once.
        milliseconds: that understanding took.
    """

    kind: str
    detail: str
    right: bool
    refused: bool
    parts: int
    milliseconds: float


def judge(question: Question, understood: Understood) -> Mark:
    """The mark of what was understood of `question`."""
    topics = frozenset(map(topic_of, understood.parts or (understood.intent,)))
    refused = topics <= REFUSALS
    right = bool(topics & accepted(set(question.topics) - REFUSALS))
    if not REFUSALS.isdisjoint(question.topics):
        right = right or refused
    return Mark(
        question.kind, question.detail, right, refused, len(topics), understood.milliseconds
    )
