"""Where one message may hold two questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.folding import fold, words

MOST = 3  # divisions tried: each costs the understanding of two more texts
FEWEST_LETTERS = 4  # of a part that may be a question
FEWEST_WORDS = 2  # of a second part that asks for something else

_FIRST_PERSON = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|hello|coucou|hi)\b[ ,!.]*)?"
    r"(?:je|j|jai|jsuis|nous|on|moi|mon|ma|mes|notre|nos)\b"
)
_ASKS = re.compile(
    r"\?|\b(?:quoi|koi|quels?|quelles?|kel|qui|ki|comment|cmt|kom|combien|cb|cmb|pourquoi|pk|pq|ou"
    r"|quand|lequel|laquelle|lesquels|est-ce|puis-je|peut-on|savoir)\b"
)
_MORE = re.compile(
    r"^(?:c'?est|ca|cela)[ -](?:a[ -]dire|veut dire|signifie)|\bexemples?\b|^(?:et )?lesquel"
)

# A sentence that ends, then the little words that join two questions, then a comma.
_JOINTS = (
    re.compile(r"[?!.;]+\s+(?:et\s+)?(?=\S)", re.IGNORECASE),
    re.compile(
        r"\s*,?\s+(?:et(?: aussi| sinon| puis| sur| en plus)?|puis|ainsi que|mais|and|und|&|\+)"
        r"\s+(?=\S)",
        re.IGNORECASE,
    ),
    re.compile(r"\s*,\s+(?!et\b)"),
)


def divisions(text: str) -> list[tuple[str, str]]:
    """The ways to divide `text` in two that are worth a try, the likeliest first."""
    return list(dict.fromkeys(_tried(text)))[:MOST]


def is_introduction(first: str) -> bool:
    """Whether a first part tells of the visitor and asks nothing ("je suis menuisier à Ciney")."""
    folded = fold(first)
    return bool(_FIRST_PERSON.match(folded)) and not _ASKS.search(folded)


def is_echo(second: str) -> bool:
    """Whether a second part only asks on about the first ("c’est-à-dire ?", "pourquoi ?")."""
    folded = fold(second)
    return len(words(second)) < FEWEST_WORDS or bool(_MORE.search(folded))


def _tried(text: str) -> Iterator[tuple[str, str]]:
    for joint in _JOINTS:
        for found in joint.finditer(text):
            first, second = text[: found.start()].strip(), text[found.end() :].strip()
            if found.group().strip()[:1] in "?!":
                first += " ?"
            if min(_letters(first), _letters(second)) >= FEWEST_LETTERS:
                yield first, second


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)
