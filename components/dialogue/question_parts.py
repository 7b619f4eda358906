"""How a message falls into parts, and what each of them does: ask, tell, refuse, introduce."""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.text.folding import fold, words

MOST = 3  # divisions tried: each costs the understanding of two more texts
LONG = 220  # characters of a message that tells a story beside its question
MOST_CLAUSES = 12  # of a story that are read, the last ones
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
_REQUESTS = re.compile(
    r"\b(?:expliqu\w+|dites|indiqu\w+|donne[zr]?|presente[zr]?|decri\w+|besoin)\b"
)
_BARE = re.compile(
    r"^(?:et |puis |aussi )*(?:les?|la|l'|une?|des|du|de|leurs?|ses|son|sa|vos|votre)\b"
)
_REFUSED = re.compile(
    r"^(?:(?:non|et|mais|bon|alors)\W+)*(?:(?:pas|sans|sauf|hormis|laissez)\b(?! mal)"
    r"|(?:\w+\W+)?n[e']\W?(?:\w+\W+)?(?:veux|voulais|voudrais|demande|cherche|parle\w*|donne[zr]?"
    r"|dites|ai|fais|faisons|fait|travaille\w*)\b.*\bpas\b"
    r"|\w+\W(?:veux|demande|cherche|parle) pas\b)"
)
FEW = 6  # words of a part that asks by naming a thing ("le prix")
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


_CLAUSE_ENDS = re.compile(r"(?<=[?!.;\n])\s+|\s*\n\s*|\s+:\s+|(?<=[a-zà-ÿ]):\s+")


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
    return bool(_ASKS.search(folded) or _REQUESTS.search(folded))


def can_stand(part: str) -> bool:
    """Whether a part of a message is a question by itself: it asks, or names a thing."""
    folded = fold(part)
    return bool(_ASKS.search(folded)) or (
        len(words(part)) <= FEW and bool(_BARE.search(folded) or len(words(part)) <= 2)
    )


def is_refused(part: str) -> bool:
    """Whether a part says what is not asked ("pas la liste", "je ne veux pas m’inscrire")."""
    return bool(_REFUSED.search(fold(part)))


def tells_of_oneself(clause: str) -> bool:
    """Whether a clause tells of the visitor ("nous sommes douze à Ciney")."""
    return bool(_FIRST_PERSON.match(fold(clause)))


def divisions(text: str) -> list[tuple[str, str]]:
    """The ways to divide `text` in two that are worth a try, the likeliest first."""
    return list(dict.fromkeys(_tried(text)))[:MOST]


def is_introduction(first: str) -> bool:
    """Whether a first part tells of the visitor and asks nothing ("je suis menuisier à Ciney")."""
    return tells_of_oneself(first) and not _ASKS.search(fold(first))


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
