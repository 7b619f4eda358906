"""Splits French text into words by spaCy's rules (elisions, hyphens, abbreviations)."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from components.graph import PlainComponent
from components.text.folding import fold
from components.text.french_rules import french_tokenizer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FrenchTokenizer(PlainComponent, Tokenizer):
    """Tokens of spaCy's blank French pipeline; a token's lemma is its folded form.

    The blank pipeline holds the rules and no vectors: the medium model would cost 400 MB
    of memory for features that made the understanding worse.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration (that of Rasa's tokenizers)."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["spacy"]

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(config)
        self._split = french_tokenizer()

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """The tokens of one attribute of `message`; white space is left out."""
        tokens = [
            Token(token.text, token.idx, lemma=fold(token.text) or token.text)
            for token in self._split(message.get(attribute))
            if not token.is_space
        ]
        return self._apply_token_pattern(tokens)
