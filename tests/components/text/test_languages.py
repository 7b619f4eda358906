import numpy as np
import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from components.text.language_detector import LanguageDetector, Languages, foreign_language

TOLD = {
    "fr": ["quels sont les clusters", "qui les paie", "c'est quoi un cluster"],
    "nl": ["welke clusters zijn er", "wie betaalt ze", "wat is een cluster"],
    "de": ["welche cluster gibt es", "wer bezahlt sie", "was ist ein cluster"],
}


def fitted(names):
    texts = [text for name in names for text in TOLD[name]]
    return make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
        LogisticRegression(C=30),
    ).fit(texts, [name for name in names for _ in TOLD[name]])


@pytest.mark.parametrize("names", [["fr", "nl"], ["fr", "nl", "de"]])
def test_the_probability_is_that_of_the_model(names):
    texts = [text for name in names for text in TOLD[name]]
    model = fitted(names)
    languages = Languages(model)
    for text in [*texts, "wat zijn de clusters", "und wer", "xyz", ""]:
        expected = model.predict_proba([text])[0]
        name, probability = languages.best(text)
        assert name == model.classes_[int(np.argmax(expected))]
        assert probability == pytest.approx(expected.max(), abs=1e-5)


@pytest.mark.parametrize(("text", "found"), [("welke", []), ("welke clusters", ["nl"])])
def test_one_word_alone_proves_nothing(text, found):
    detector = LanguageDetector(LanguageDetector.get_default_config(), "detector", None)
    detector.use(fitted(["fr", "nl"]))
    message = Message({TEXT: text})
    message.set(TOKENS_NAMES[TEXT], [Token(word, 0, lemma=word) for word in text.split()])
    detector.process([message])
    assert [entity["value"] for entity in foreign_language(message)] == found
