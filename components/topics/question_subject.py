"""What a question is about, and the same question about something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_TYPE, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.entities.cluster_name_extractor import MASKS
from components.entities.name_index import NameIndex
from components.text.folding import aligned, fold
from components.topics.nouns import FORMS, Noun

_LITTLE_WORD = re.compile(
    rf"(?<!\w)({'|'.join(sorted(map(re.escape, FORMS), key=len, reverse=True))})\s*$".replace(
        "'", "['’ ]?"
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """Where a text speaks of something: from which character to which, after which little word."""

    start: int
    end: int
    little_word: str


class Subjects:
    """Finds what the page speaks of (clusters, pôles, the Contrat d’Avenir) in a question.

    Args:
        heads: how it is called, folded ("clusters wallons"); the longest wins.
        names: finds the organisations that are called by their name.
    """

    def __init__(self, heads: Iterable[str], names: NameIndex | None = None) -> None:
        longest_first = sorted({fold(head) for head in heads}, key=len, reverse=True)
        self._heads = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
        self._names = names

    def find(self, text: str) -> list[Subject]:
        """The subjects of `text`, in order, without overlap."""
        spans = [(found.start(), found.end()) for found in self._heads.finditer(aligned(text))]
        if self._names:
            spans += [(mention.start, mention.end) for mention in self._names.find(text)]
        found: list[Subject] = []
        for start, end in sorted(spans):
            if not found or start >= found[-1].end:
                found.append(self._with_little_word(text, start, end))
        return found

    def are_in(self, message: Message) -> bool:
        """Whether a message speaks of any, by its name or by what it is called."""
        named = {entity[ENTITY_ATTRIBUTE_TYPE] for entity in message.get(ENTITIES, [])}
        return bool(named & set(MASKS) or self.find(message.get(TEXT) or ""))

    def replaced(self, text: str, other: Callable[[], Noun]) -> str | None:
        """`text` about something else, each subject in its turn; None if it has no subject."""
        subjects = self.find(text)
        if not subjects:
            return None
        parts, last = [], 0
        for subject in subjects:
            parts += [text[last : subject.start], other().after(subject.little_word)]
            last = subject.end
        return "".join([*parts, text[last:]])

    @staticmethod
    def _with_little_word(text: str, start: int, end: int) -> Subject:
        found = _LITTLE_WORD.search(text[:start])
        if not found:
            return Subject(start, end, "")
        return Subject(found.start(), end, _as_form(found[1]))


def _as_form(little_word: str) -> str:
    """The form of `FORMS` that was typed, with its apostrophe, a space or nothing in its place."""
    letters = _letters(little_word)
    return next(form for form in FORMS if _letters(form) == letters)


def _letters(little_word: str) -> str:
    return re.sub(r"['’\s]", "", little_word.lower())
