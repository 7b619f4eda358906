"""The questions that nobody was trained on: those kept beside the project, and its own exams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers.topics import topic_of

FOREIGN = "autre_langue"
OUTSIDE = "hors_sujet"
OUTSIDE_KIND = "hors-champ"
SMALL_TALK = "politesses"
INSIDE_EXAM, OUTSIDE_EXAM = "examen, du sujet", "examen, hors sujet"


@dataclass(frozen=True)
class Question:
    """One question, the first of a conversation.

    Attributes:
        text: as it was typed.
        topics: those of which any is right.
        kind: who writes; in the exam, whether it is of the subject.
        detail: a part of that kind, or nothing.
    """

    text: str
    topics: tuple[str, ...]
    kind: str
    detail: str = ""


@dataclass(frozen=True)
class QuestionSet:
    """Questions that belong together.

    Attributes:
        name: in the results.
        questions: in the order of their file.
    """

    name: str
    questions: tuple[Question, ...]


def read_sets(folder: Path, exam: Path, authors: Path) -> list[QuestionSet]:
    """The sets that are there: that of `folder`, if it is there, and the project's own two."""
    kept = folder / "dev.jsonl"
    sets = [QuestionSet("dev", tuple(read_kept(kept)))] if kept.exists() else []
    return [
        *sets,
        QuestionSet("auteurs", tuple(read_kept(authors))),
        QuestionSet("examen", tuple(read_exam(exam))),
    ]


def read_kept(path: Path) -> Iterator[Question]:
    """The questions of a file of JSON lines, which says of each who wrote it (`kind`)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield _kept(json.loads(line))


def read_exam(path: Path) -> Iterator[Question]:
    """The questions of a text with a heading (`## `) for each topic.

    What stands before " | " are the clusters that an answer must name: not judged here.
    """
    topic = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            topic = topic_of(line.removeprefix("## ").strip())
        elif line.strip():
            kind = OUTSIDE_EXAM if topic == OUTSIDE else INSIDE_EXAM
            yield Question(line.rpartition(" | ")[2].strip(), (topic,), kind)


def _kept(record: dict[str, Any]) -> Question:
    topic, also = record["topic"], record.get("also", [])
    # Of a question in another language, the value is the topic that it asks for.
    asked = record["value"] if topic == FOREIGN else topic
    return Question(record["q"], (asked, *also), record["kind"], _detail(record["kind"], topic))


def _detail(kind: str, topic: str) -> str:
    if kind != OUTSIDE_KIND:
        return ""
    return {OUTSIDE: "hors sujet", FOREIGN: "autres langues"}.get(topic, SMALL_TALK)
