"""Nouns that take the place of another in a sentence, with the little words that agree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.text.folding import fold

# A little word before a noun: the preposition it holds, and what sort of article.
FORMS = {
    "un": ("", "a"), "une": ("", "a"), "1": ("", "a"),
    "le": ("", "the"), "la": ("", "the"), "l'": ("", "the"), "ce": ("", "the"),
    "cette": ("", "the"), "votre": ("", "the"), "mon": ("", "the"), "ma": ("", "the"),
    "les": ("", "all"), "ces": ("", "all"), "vos": ("", "all"), "nos": ("", "all"),
    "des": ("de", "all"), "aux": ("à", "all"), "au": ("à", "the"), "du": ("de", "the"),
    "de": ("de", "none"), "d'": ("de", "none"),
    "d'un": ("de", "a"), "d'une": ("de", "a"), "de la": ("de", "the"), "de l'": ("de", "the"),
    "à un": ("à", "a"), "à une": ("à", "a"), "à la": ("à", "the"), "à l'": ("à", "the"),
}  # fmt: skip
_ARTICLE = re.compile(r"(?:(un|une|le|la|des|les)\s+|(l)['’])(.+)")
_VOWEL = re.compile(r"[aeiouh]")


@dataclass(frozen=True)
class Noun:
    """A noun, and the article that says whether it is counted and of which gender.

    Attributes:
        article: "un", "une" (counted), "le", "la", "l’", "les", "des" (not counted); empty for a
            proper name.
        text: the noun and what belongs to it ("carte d’identité").
    """

    article: str
    text: str

    @classmethod
    def read(cls, entry: str) -> Noun:
        """The noun of an entry: "une carte d’identité", "l’ONSS", "Netflix"."""
        found = _ARTICLE.fullmatch(entry)
        if not found:
            return cls("", entry)
        return cls(found[1] or "l’", found[3])

    @property
    def many(self) -> str:
        """More than one of it, if it is counted."""
        return _plural(self.text) if self.article in ("un", "une") else self.text

    def after(self, little_word: str) -> str:
        """The noun with the little word that suits it in the place of one of `FORMS`.

        The noun alone where none stood.
        """
        if not little_word:
            return self.text
        preposition, article = FORMS[little_word]
        phrase = self._with(article)
        return _contracted(preposition, phrase) if preposition else phrase

    def _with(self, article: str) -> str:
        if not self.article:
            return self.text
        if self.article in ("un", "une"):
            return self._counted(article)
        if article == "none":
            return self.text
        return f"les {self.text}" if self.article in ("les", "des") else self._definite()

    def _counted(self, article: str) -> str:
        if article == "a":
            return f"{self.article} {self.text}"
        if article == "the":
            return self._definite()
        return f"les {self.many}" if article == "all" else self.many

    def _definite(self) -> str:
        if _VOWEL.match(fold(self.text)) or self.article == "l’":
            return f"l’{self.text}"
        return f"{'la' if self.article in ('une', 'la') else 'le'} {self.text}"


def _plural(text: str) -> str:
    head, space, rest = text.partition(" ")
    if head[-1:] in "sxz":
        many = head
    elif head.endswith("al"):
        many = f"{head[:-2]}aux"
    else:
        many = f"{head}{'x' if head.endswith(('eau', 'eu')) else 's'}"
    return f"{many}{space}{rest}"


def _contracted(preposition: str, phrase: str) -> str:
    article, _, rest = phrase.partition(" ")
    if rest and article in ("le", "les"):
        contracted = {"dele": "du", "deles": "des", "àle": "au", "àles": "aux"}
        return f"{contracted[preposition + article]} {rest}"
    if preposition == "de" and _VOWEL.match(fold(phrase)):
        return f"d’{phrase}"
    return f"{preposition} {phrase}"
