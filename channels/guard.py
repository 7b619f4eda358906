"""What a visitor typed, made safe to hand to Rasa: text, and nothing but text."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 1000  # the assistant understands from a question, not from a document
MAX_MARKS = 1  # accents beside the letter's own; more are ornament

_SPACES = re.compile(r"\s+")
_READABLE = re.compile(r"[^\W_]|[?!]")
_SIGN = "So"  # the Unicode category of emoji: 👍 says something, "----" does not


def typed_text(text: str) -> str:
    """`text` as plain text: no controls, no invisible signs, no command.

    Rasa obeys a message that begins with a slash ("/restart", "/intent{...}", "/intent@0.3");
    a visitor's message never does, whatever stands before or behind the slash.

    Returns:
        The cleaned text; empty when nothing in it can be read.
    """
    kept = "".join(_visible(char) for char in unicodedata.normalize("NFC", _repaired(text)))
    kept = _SPACES.sub(" ", _without_ornament(kept)).strip()[:MAX_CHARS]
    kept = kept.lstrip("/ ").strip()
    return kept if _can_be_read(kept) else ""


def _can_be_read(text: str) -> bool:
    return bool(_READABLE.search(text)) or any(unicodedata.category(char) == _SIGN for char in text)


def shown_text(text: str) -> str:
    """`text` as a transcript shows it: its line breaks stay, what cannot be seen goes."""
    lines = unicodedata.normalize("NFC", _repaired(text)).splitlines()
    kept = ("".join(_visible(char) for char in line).strip() for line in lines)
    return _without_ornament("\n".join(kept)).strip()


def _repaired(text: str) -> str:
    """Without lone surrogates, which no encoding can carry."""
    return text.encode("utf-8", errors="ignore").decode("utf-8")


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category.startswith("C") else char


def _without_ornament(text: str) -> str:
    marks = 0
    kept = []
    for char in text:
        marks = (
            marks + 1 if unicodedata.combining(char) or unicodedata.category(char) == "Me" else 0
        )
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)
