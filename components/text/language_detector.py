"""Tells in which language a message is written."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple, Type

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from components.features.lexical_featurizer import understood_text
from components.features.tfidf_rows import TfidfRows
from components.graph import LearningComponent, Shelf
from components.topics.example_metadata import HOME, LANGUAGE, language_told


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageDetector(LearningComponent, EntityExtractorMixin):
    """Sets the entity `langue` ("en", "nl", "de") on a message that is surely not in French.

    Letter groups of the project's own examples, with their typing noise, in a logistic
    regression: on these short and misspelt questions general detectors take one French message
    in ten for another language (docs/comprehension.md). One word alone proves nothing:
    "cluster", "ok" and "software" are at home in all of them.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """A tokenizer must come before."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's default configuration.

        `threshold`: probability from which a message counts as foreign; `penalty`: the C of the
        regression; `fewest_words`: of a message that may be foreign.
        """
        return {"threshold": 0.6, "penalty": 30.0, "fewest_words": 2}

    def __init__(self, config: Dict[str, Any], name: str, shelf: Shelf) -> None:
        super().__init__(config, name, shelf)
        self._languages: Optional[Languages] = None

    def learn(self, training_data: TrainingData) -> Optional[Pipeline]:
        """The languages of the examples (their metadata `langue`, else French)."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        languages = [language_told(example) for example in examples]
        if len(set(languages)) < 2:
            return None
        return make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2),
            LogisticRegression(C=self._config["penalty"], max_iter=300),
        ).fit([understood_text(example) for example in examples], languages)

    def use(self, learned: Optional[Pipeline]) -> None:
        """See `LearningComponent`."""
        self._languages = Languages(learned) if learned is not None else None

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the entity to `messages`, in place."""
        for message in messages:
            language = self._language(message)
            if language != HOME:
                entities = self.add_extractor_name([language_entity(language, message.get(TEXT))])
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _language(self, message: Message) -> str:
        text = understood_text(message)
        if self._languages is None or len(text.split()) < self._config["fewest_words"]:
            return HOME
        language, probability = self._languages.best(text)
        return language if probability >= self._config["threshold"] else HOME


def foreign_language(message: Message) -> List[Dict[str, Any]]:
    """What a `LanguageDetector` found: one entity, or none if `message` is in French."""
    return [e for e in message.get(ENTITIES, []) if e[ENTITY_ATTRIBUTE_TYPE] == LANGUAGE]


class Languages:
    """The most likely language of one text at a time.

    Args:
        model: TF-IDF and a logistic regression, fitted.
    """

    def __init__(self, model: Pipeline) -> None:
        (_, vectorizer), (_, regression) = model.steps
        self._rows = TfidfRows([vectorizer])
        self._names = [str(name) for name in regression.classes_]
        self._weights = np.ascontiguousarray(regression.coef_.T)
        self._bias = regression.intercept_

    def best(self, text: str) -> Tuple[str, float]:
        """The language and its probability, which is that of the model's `predict_proba`."""
        columns, values = self._rows.row(text)
        scores = values @ self._weights[columns] + self._bias
        if len(scores) == 1:  # two languages have one score between them
            scores = np.array([0.0, scores[0]])
        probabilities = softmax(scores)
        place = int(np.argmax(probabilities))
        return self._names[place], float(probabilities[place])


def language_entity(language: str, text: str) -> Dict[str, Any]:
    """The entity of a message `text` in `language`."""
    return {
        ENTITY_ATTRIBUTE_TYPE: LANGUAGE,
        ENTITY_ATTRIBUTE_VALUE: language,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(text),
    }
