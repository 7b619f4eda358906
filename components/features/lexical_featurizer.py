"""How a question is worded: weighted counts of its words and of its groups of letters."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from components.features.hashed_features import SparseFeatures
from components.features.tfidf_rows import TfidfRows
from components.graph import LearningComponent, Shelf
from components.text.sounds import sound_of


def lexical_vectorizer(
    chars: tuple[int, int] = (2, 5),
    words: tuple[int, int] = (1, 2),
    rarest: int = 2,
    joined: bool = False,
) -> FeatureUnion:
    """TF-IDF of letter groups within words and of words, each of unit length.

    Args:
        chars: shortest and longest group of letters.
        words: shortest and longest group of words.
        rarest: in how many texts a group must stand to count.
        joined: whether letter groups of the text without its spaces count as well, if they stand
            in twice as many texts: "dou sa vien" and "d'où ça vient" have most of them in common.
    """
    parts = [
        ("chars", _counted(rarest, analyzer="char_wb", ngram_range=chars)),
        ("words", _counted(rarest, token_pattern=r"\w+", ngram_range=words)),
    ]
    if joined:
        across = {"analyzer": "char", "preprocessor": without_spaces}
        parts.append(("joined", _counted(2 * rarest, ngram_range=chars, **across)))
    return FeatureUnion(parts)


def _counted(rarest: int, **how: Any) -> TfidfVectorizer:
    return TfidfVectorizer(
        sublinear_tf=True, lowercase=False, dtype=np.float32, min_df=rarest, **how
    )


def without_spaces(text: str) -> str:
    """`text` in one word."""
    return text.replace(" ", "")


def lexical_rows(vectorizer: FeatureUnion) -> TfidfRows:
    """What a fitted `lexical_vectorizer` makes of a text."""
    return TfidfRows([part for _, part in vectorizer.transformer_list])


def understood_text(message: Message) -> str:
    """The folded text of `message`, in which names of clusters are replaced by their mask."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return " ".join(token.lemma for token in tokens if token.lemma)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LexicalFeaturizer(LearningComponent, SparseFeaturizer):
    """TF-IDF features of a whole message, as it is written or, `by_ear`, as it sounds.

    Borders between words are not heard: by ear, letter groups count across them too.
    Rasa's CountVectorsFeaturizer gives plain counts; weighted and scaled to unit length they
    were worth several points of accuracy in cross-validation (docs/comprehension.md).
    """

    @classmethod
    def required_components(cls) -> List[Any]:
        """A tokenizer must come before."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration."""
        return {
            **SparseFeaturizer.get_default_config(),
            "char_ngrams": [2, 5],
            "word_ngrams": [1, 2],
            "by_ear": False,
        }

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["sklearn"]

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        SparseFeaturizer.__init__(self, name, config)
        self._shelf = shelf
        self._rows: TfidfRows | None = None

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing to check beyond the defaults."""

    def learn(self, training_data: TrainingData) -> FeatureUnion:
        """The vocabulary and its weights."""
        vectorizer = lexical_vectorizer(
            tuple(self._config["char_ngrams"]),
            tuple(self._config["word_ngrams"]),
            joined=self._config["by_ear"],
        )
        return vectorizer.fit([self._wording(example) for example in training_data.intent_examples])

    def use(self, learned: FeatureUnion) -> None:
        """See `LearningComponent`."""
        self._rows = lexical_rows(learned)

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the features to `messages`, in place."""
        for message in messages:
            if message.get(TEXT) is not None and self._rows is not None:
                row = self._rows.matrix([self._wording(message)])
                message.add_features(
                    SparseFeatures(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features to the training examples, in place."""
        self.process(training_data.training_examples)
        return training_data

    def _wording(self, message: Message) -> str:
        text = understood_text(message)
        return sound_of(text) if self._config["by_ear"] else text
