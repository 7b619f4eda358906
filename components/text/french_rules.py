"""How French text is split into words, by spaCy's rules."""

from __future__ import annotations

from typing import cast

import spacy
from spacy.tokenizer import Tokenizer


def french_tokenizer() -> Tokenizer:
    """spaCy's French tokenizer, without its list of compounds.

    The list ("grand-mère", "est-elle") takes three seconds to compile at each start; it changes
    the tokens of two questions in a hundred and the understanding of none that we know of.
    """
    tokenizer = cast(Tokenizer, spacy.blank("fr").tokenizer)
    tokenizer.rules = {}
    tokenizer.token_match = None
    return tokenizer


def stop_words() -> frozenset[str]:
    """The words that say little by themselves, as spaCy lists them."""
    return frozenset(spacy.blank("fr").Defaults.stop_words)
