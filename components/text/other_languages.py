"""Recognises languages in which the assistant says no more than that the page is in French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Dict, FrozenSet, List, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from spacy.util import get_lang_class

from components.graph import PlainComponent
from components.text.folding import fold, words
from components.text.language_detector import language_entity
from components.topics.intents import intent_kinds, intent_of, settle

FOREIGN = "autre_langue"
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff]{2}"),
    "uk": re.compile(r"[\u0400-\u04ff]{2}"),
    "es": re.compile(r"[¿¡]\s*[^\W\d_]{2}"),
}
# Letters that French has not, as good as one word: a name ("São Paulo") alone is not enough.
LETTERS = {
    "es": re.compile(r"[ñ]"),
    "pt": re.compile(r"[ãõ]"),
    "pl": re.compile(r"[łąęśźżćń]"),
    "tr": re.compile(r"[ğı]"),
    "ro": re.compile(r"[ățșţ]"),
}
SHORTEST = 3  # letters of a word that tells a language: "ki" is written in French messages too
FEWEST = 2  # such words in a message
SHARE = 0.3  # of its words


class LittleWords:
    """Tells a language by its script, or by the little words that no other of them has.

    Args:
        of: by language, its little words, folded.
        home: those of the languages that are understood.
    """

    def __init__(self, of: Mapping[str, FrozenSet[str]], home: FrozenSet[str]) -> None:
        self._home = home
        self._of = {
            language: frozenset(word for word in known - home if len(word) >= SHORTEST)
            for language, known in of.items()
        }

    def language(self, text: str) -> Optional[str]:
        """The language of `text`, if it is surely one of those; None for French and all others."""
        for language, script in SCRIPTS.items():
            if script.search(text):
                return language
        found = set(words(text))
        if not found:
            return None
        hits = {language: len(found & known) for language, known in self._of.items()}
        for language, letters in LETTERS.items():
            if language in hits and letters.search(text.lower()):
                hits[language] += 1
        best = max(hits, key=lambda language: hits[language])
        understood = len(found & self._home)
        enough = hits[best] >= FEWEST and hits[best] >= SHARE * len(found)
        return best if enough and hits[best] > understood else None


# Registered among the extractors because these are the components that training leaves out.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OtherLanguages(EntityExtractorMixin, PlainComponent):
    """Gives a message in Italian, Spanish and others the intent of another language.

    A line in that language is all the answer. A person in need keeps theirs. The little words
    are spaCy's. Stands behind `QuestionMerger`, whose intent for Dutch, German and English it
    uses.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `languages`: those that are recognised by their words, besides the scripts; `understood`:
        those that are, whose words tell nothing.
        """
        return {
            "languages": ["it", "es", "pt", "ro", "pl", "tr"],
            "understood": ["fr", "en", "nl", "de"],
        }

    def __init__(self, little_words: LittleWords) -> None:
        self._little_words = little_words

    @classmethod
    def configured(cls, config: Dict[str, Any]) -> OtherLanguages:
        """See `PlainComponent`."""
        of = {language: _little_words(language) for language in config["languages"]}
        home = frozenset().union(*map(_little_words, config["understood"]))
        return cls(LittleWords(of, home))

    def process(self, messages: List[Message]) -> List[Message]:
        """Changes intent and entities of `messages` in another language, in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = None if text.startswith("/") else self._little_words.language(text)
            if language is not None and intent_of(message) not in intent_kinds().needs:
                settle(message, FOREIGN)
                told = self.add_extractor_name([language_entity(language, text)])
                message.set(ENTITIES, told, add_to_output=True)
        return messages


def _little_words(language: str) -> FrozenSet[str]:
    return frozenset(fold(word) for word in get_lang_class(language).Defaults.stop_words)
