"""Text made comparable: what differs only by case, accents or typography becomes equal."""

from __future__ import annotations

import functools
import re
import unicodedata

_PUNCTUATION = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae", "«": '"', "»": '"'}
)
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """`text` in lower case, without accents, with plain apostrophes and single spaces."""
    text = unicodedata.normalize("NFKD", text.lower()).translate(_PUNCTUATION)
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The runs of letters and digits of the folded text."""
    return _WORD.findall(fold(text))


def aligned(text: str) -> str:
    """`text` folded letter by letter, so that places in it are places in the text."""
    return "".join(map(_letter, text))


@functools.lru_cache(maxsize=1024)
def _letter(char: str) -> str:
    return (fold(char) or " ")[:1]
