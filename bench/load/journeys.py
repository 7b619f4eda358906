"""What users do, one step after the other; the same for the same seed."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from harness.files import read_yaml

OPEN, MESSAGE, HISTORY, FEEDBACK, ERASE = "open", "message", "history", "feedback", "erase"
FEWEST, MOST = 3, 8  # messages of a conversation
FOLLOW_UPS, BUTTONS = 0.3, 0.1  # of messages: need what was said before; press a button
RELOADS, OPINIONS = 0.1, 0.15  # after a message: the page is changed; an opinion is given
ERASED = 0.15  # of conversations, at the end


class Step(NamedTuple):
    """One request; the text of a message, unless a button is offered and pressed."""

    kind: str
    text: str = ""
    press: bool = False


def read_questions() -> tuple[list[str], list[str]]:
    """Questions that are understood by themselves, and those that follow something."""
    document = read_yaml(Path(__file__).with_name("questions.yml"))
    return [text for kind in document["whole"].values() for text in kind], document["next"]


def steps(seed: int) -> Iterator[Step]:
    """The steps of one user, one conversation after the other, without end."""
    whole, follow_ups = read_questions()
    chance = random.Random(seed)
    while True:
        count = chance.randint(FEWEST, MOST)
        first, *others = chance.sample(whole, count)
        yield from (Step(OPEN), Step(MESSAGE, first))
        for text, follow_up in zip(others, chance.sample(follow_ups, count - 1)):
            said = follow_up if chance.random() < FOLLOW_UPS else text
            yield Step(MESSAGE, said, press=chance.random() < BUTTONS)
            if chance.random() < OPINIONS:
                yield Step(FEEDBACK)
            if chance.random() < RELOADS:
                yield Step(HISTORY)
        if chance.random() < ERASED:
            yield Step(ERASE)


def abuse(seed: int, opens: bool) -> Iterator[Step]:
    """One conversation that goes on and on, or conversations in which nothing is said."""
    yield Step(OPEN)
    for step in steps(seed):
        if step.kind == MESSAGE:
            yield Step(OPEN) if opens else Step(MESSAGE, step.text)
