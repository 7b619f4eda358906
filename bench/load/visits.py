"""What visitors do, one step after the other; the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

OPEN, MESSAGE, HISTORY, FEEDBACK, ERASE = "open", "message", "history", "feedback", "erase"
FEWEST, MOST = 3, 8  # messages of a visit
NEXT = 0.3  # share of messages that need what was said before
PRESSED = 0.1  # share of messages that are a button, where the last answer offers one
READ_AGAIN = 0.1  # histories a message: the visitor changed the page
THUMBS = 0.15  # opinions a message
ERASED = 0.15  # share of visits that end with the conversation erased


@dataclass(frozen=True)
class Questions:
    """What may be asked.

    Attributes:
        whole: understood by themselves.
        next: need something that was said before.
    """

    whole: Sequence[str]
    next: Sequence[str]


@dataclass(frozen=True)
class Step:
    """One request of a visitor.

    Attributes:
        kind: one of the constants above.
        text: of a message.
        press: a button takes the place of the text, if one is offered.
    """

    kind: str
    text: str = ""
    press: bool = False


def read_questions(path: Path) -> Questions:
    """The questions of a file."""
    document: Mapping = YAML(typ="safe").load(path)
    whole = [text for kind in document["whole"].values() for text in kind]
    return Questions(whole, list(document["next"]))


def visits(questions: Questions, seed: int) -> Iterator[list[Step]]:
    """The visits of one visitor, without end."""
    randomness = random.Random(seed)
    while True:
        yield list(_visit(questions, randomness))


def _visit(questions: Questions, randomness: random.Random) -> Iterator[Step]:
    yield Step(OPEN)
    for number, text in enumerate(_texts(questions, randomness)):
        yield Step(MESSAGE, text, press=number > 0 and randomness.random() < PRESSED)
        if randomness.random() < THUMBS:
            yield Step(FEEDBACK)
        if randomness.random() < READ_AGAIN:
            yield Step(HISTORY)
    if randomness.random() < ERASED:
        yield Step(ERASE)


def _texts(questions: Questions, randomness: random.Random) -> list[str]:
    """Different questions; the first is understood by itself."""
    count = randomness.randint(FEWEST, MOST)
    whole = iter(randomness.sample(questions.whole, count))
    following = iter(randomness.sample(questions.next, min(count, len(questions.next))))
    texts = [next(whole)]
    while len(texts) < count:
        texts.append(next(following if randomness.random() < NEXT else whole))
    return texts
