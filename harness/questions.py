"""The questions that nobody was trained on, and whether what was understood of them is right."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harness.files import ROOT
from harness.topics import REFUSALS, accepted, topic_of

EXAM = ROOT / "tests" / "understanding" / "examen.txt"
AUTHORS_EXAM = EXAM.with_name("examen_auteurs.jsonl")
DETAILS = {"hors_sujet": "hors sujet", "autre_langue": "autres langues"}


class Understood(NamedTuple):
    """The intent of a question, those of its parts if it has some, and how long it took."""

    intent: str | None
    parts: Sequence[str]
    milliseconds: float


class Question(NamedTuple):
    """The first of a conversation: its text, any right topic, who writes, a part of that kind."""

    text: str
    topics: tuple[str, ...]
    kind: str
    detail: str = ""


def read_sets() -> dict[str, list[Question]]:
    """The questions kept beside the project (`EVAL_DIR`), if they are there, and its own exams."""
    kept = ROOT / os.environ.get("EVAL_DIR", "../shared/eval") / "dev.jsonl"
    sets = {"Questions tenues à l’écart": list(read_kept(kept))} if kept.exists() else {}
    sets["Examen du projet par genre d’auteur"] = list(read_kept(AUTHORS_EXAM))
    return {**sets, "Premier examen du projet": list(read_exam(EXAM))}


def read_kept(path: Path) -> Iterator[Question]:
    """The questions of a file of JSON lines, which says of each who wrote it (`kind`)."""
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        topic, kind = record["topic"], record["kind"]
        detail = DETAILS.get(topic, "politesses") if kind == "hors-champ" else ""
        # Of a question in another language, the value is the topic that it asks for.
        asked = record["value"] if topic == "autre_langue" else topic
        yield Question(record["q"], (asked, *record.get("also", [])), kind, detail)


def read_exam(path: Path) -> Iterator[Question]:
    """The questions of a text with a heading (`## `) for each topic.

    What stands before " | " are the clusters that an answer must name: not judged here.
    """
    topic = ""
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("## "):
            topic = topic_of(line.removeprefix("## ").strip())
        else:
            kind = "examen, hors sujet" if topic == "hors_sujet" else "examen, du sujet"
            yield Question(line.rpartition(" | ")[2].strip(), (topic,), kind)


def mark(question: Question, understood: Understood) -> dict[str, Any]:
    """Right if a topic understood serves the question, or if a refusal fits it."""
    topics = frozenset(map(topic_of, understood.parts or (understood.intent,)))
    refused = topics <= REFUSALS
    right = bool(topics & accepted(set(question.topics) - REFUSALS))
    right = right or refused and not REFUSALS.isdisjoint(question.topics)
    verdict = {"right": right, "refused": refused, "milliseconds": understood.milliseconds}
    return {"kind": question.kind, "detail": question.detail, **verdict}
