"""How a message falls into parts, and what each of them does: ask, tell, refuse, introduce."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from components.text.folding import aligned, fold, words
from components.text.phrases import Phrases, french_phrases

MOST = 3  # divisions tried: each costs the understanding of two more texts
PARTS = 4  # of a message that asks for several things
LONG = 220  # characters of a message that tells a story beside its question
MOST_CLAUSES = 12  # of a story that are read, the last ones
FEWEST_LETTERS = 4  # of a part that may be a question
FEWEST_WORDS = 2  # of a second part that asks for something else
FEWEST_OF_REST = 3  # letters behind the little words

FEW = 6  # words of a part that asks by naming a thing ("le prix")
_CLAUSE_ENDS = re.compile(r"(?<=[?!.;\n])\s+|\s*\n\s*|\s+:\s+|(?<=[a-zà-ÿ]):\s+")
_SENTENCE_ENDS = re.compile(r"[?!.;]+\s+(?:et\s+)?(?=\S)", re.IGNORECASE)
_FIRST_MARK = re.compile(r"[,;.?!:]")
_LIST = re.compile(r"[,;:.+&/]|\s(?:et|puis|ainsi que)\s", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s+(?!et\b)")


@dataclass(frozen=True)
class _Patterns:
    """What tells the parts of a message, over folded text."""

    of_oneself: re.Pattern[str]
    names_oneself: re.Pattern[str]
    asks: re.Pattern[str]
    requests: re.Pattern[str]
    bare: re.Pattern[str]
    refused: re.Pattern[str]
    more: re.Pattern[str]
    names_again: re.Pattern[str]
    little: re.Pattern[str]
    joints: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, phrases: Phrases) -> _Patterns:
        any_of = phrases.any_of
        link = rf"(?:et {any_of('apres_et')}|{any_of('liens')})"
        return cls(
            of_oneself=re.compile(rf"(?:{any_of('politesses')}\b[ ,!.]*)?{any_of('soi')}\b"),
            names_oneself=re.compile(rf"\b{any_of('soi')}\b"),
            asks=re.compile(rf"\?|\b{any_of('questions')}\b"),
            requests=phrases.found("demandes"),
            bare=re.compile(rf"^(?:{any_of('avant_articles')} )*{any_of('articles')}\b"),
            refused=re.compile(
                rf"^(?:{any_of('avant_refus')}\W+)*"
                rf"(?:{any_of('refus')}\b(?! {any_of('sauf_refus')})"
                rf"|(?:\w+\W+)?n[e']\W?(?:\w+\W+)?{any_of('verbes_nies')}\b"
                rf".*\b{any_of('negations')}\b"
                rf"|\w+\W{any_of('verbes_nies_sans_ne')} pas\b)"
            ),
            more=re.compile(rf"^{any_of('relances_au_debut')}|\b{any_of('relances')}\b"),
            names_again=re.compile(rf"{any_of('demonstratifs')}\b"),
            little=re.compile(rf"\W*{any_of('petits_mots')}(?!['\w-])\W*"),
            # A sentence that ends, then the little words that join two questions, then a comma.
            joints=(
                _SENTENCE_ENDS,
                re.compile(rf"\s*,?\s+{link}\s+(?=\S)", re.IGNORECASE),
                _COMMA,
            ),
        )


@functools.lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns.of(french_phrases())


def clauses(text: str) -> list[str]:
    """The clauses of a story, or of a question with a preamble ("Pour un article : ...").

    None for a message that is short and of one piece.
    """
    found = [one.strip() for one in _CLAUSE_ENDS.split(text) if len(words(one)) >= FEWEST_WORDS]
    if len(text) >= LONG:
        return found[-MOST_CLAUSES:] if len(found) > 1 else []
    return found[-1:] if len(found) > 1 and ":" in text else []


def asks(clause: str) -> bool:
    """Whether a clause puts a question, with its mark or a word that asks."""
    folded = fold(clause)
    return bool(_patterns().asks.search(folded) or _patterns().requests.search(folded))


def can_stand(part: str) -> bool:
    """Whether a part of a message is a question by itself: it asks, or names a thing."""
    folded = fold(part)
    return bool(_patterns().asks.search(folded)) or (
        len(words(part)) <= FEW and bool(_patterns().bare.search(folded) or len(words(part)) <= 2)
    )


def is_refused(part: str) -> bool:
    """Whether a part says what is not asked ("pas la liste", "je ne veux pas m’inscrire")."""
    return bool(_patterns().refused.search(fold(part)))


def tells_of_oneself(clause: str) -> bool:
    """Whether a clause tells of the visitor ("nous sommes douze à Ciney")."""
    return bool(_patterns().of_oneself.match(fold(clause)))


def introduced(text: str) -> str:
    """What the visitor tells first, up to the first mark: "nous sommes couvreurs, …"."""
    return _FIRST_MARK.split(text.strip(), maxsplit=1)[0]


def names_oneself(clause: str) -> bool:
    """Whether a clause names the visitor or theirs anywhere ("c’est pour mon fils")."""
    return bool(_patterns().names_oneself.search(fold(clause)))


def trades_told(text: str) -> list[str]:
    """The parts of a list ("béton, emballages et logiciels"); none for a text of one piece."""
    parts = [part.strip() for part in _LIST.split(text) if len(part.strip()) > 2]
    return parts if len(parts) > 1 else []


def divisions(text: str) -> list[tuple[str, str]]:
    """The ways to divide `text` in two that are worth a try, the likeliest first."""
    return list(dict.fromkeys(_tried(text)))[:MOST]


def several(text: str) -> list[str]:
    """The three or four questions that `text` may put, divided wherever it can be; else none."""
    text = rest(text) or text
    cuts = sorted({found.span() for joint in _patterns().joints for found in joint.finditer(text)})
    parts, start = [], 0
    for begin, end in cuts:
        if begin < start or _letters(text[start:begin]) < FEWEST_LETTERS:
            continue
        parts.append(text[start:begin].strip() + (" ?" if "?" in text[begin:end] else ""))
        start = end
    parts.append(text[start:].strip())
    is_whole = _letters(parts[-1]) >= FEWEST_LETTERS
    return parts if 2 < len(parts) <= PARTS and is_whole else []


def rest(text: str) -> str:
    """What follows the little words that `text` begins with ("ok. c’est cher ?"); may be empty.

    Empty too when it begins with none of them, or when it says nothing else.
    """
    folded, start = aligned(text), 0
    while found := _patterns().little.match(folded, start):
        start = found.end()
    left = text[start:].strip()
    return left if start > 0 and _letters(left) >= FEWEST_OF_REST else ""


def is_introduction(first: str) -> bool:
    """Whether a first part tells of the visitor and asks nothing ("je suis menuisier à Ciney")."""
    return tells_of_oneself(first) and not _patterns().asks.search(fold(first))


def is_echo(second: str) -> bool:
    """Whether a second part only goes on about the first.

    It asks on ("c’est-à-dire ?", "pourquoi ?") or says again of what ("…, ces clusters ?").
    """
    folded = fold(second)
    names_again = _patterns().names_again.match(folded) and len(words(second)) <= FEW
    asks_on = len(words(second)) < FEWEST_WORDS or _patterns().more.search(folded)
    return bool(asks_on or (names_again and not _patterns().asks.search(folded.rstrip(" ?"))))


def _tried(text: str) -> Iterator[tuple[str, str]]:
    for joint in _patterns().joints:
        for found in joint.finditer(text):
            first, second = text[: found.start()].strip(), text[found.end() :].strip()
            if found.group().strip()[:1] in "?!":
                first += " ?"
            if min(_letters(first), _letters(second)) >= FEWEST_LETTERS:
                yield first, second


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)
