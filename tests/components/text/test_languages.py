import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from components.text.language_detector import Languages

TOLD = {
    "fr": ["quels sont les clusters", "qui les paie", "c'est quoi un cluster"],
    "nl": ["welke clusters zijn er", "wie betaalt ze", "wat is een cluster"],
    "de": ["welche cluster gibt es", "wer bezahlt sie", "was ist ein cluster"],
}


@pytest.mark.parametrize("names", [["fr", "nl"], ["fr", "nl", "de"]])
def test_the_probability_is_that_of_the_model(names):
    texts = [text for name in names for text in TOLD[name]]
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
        LogisticRegression(C=30),
    ).fit(texts, [name for name in names for _ in TOLD[name]])
    languages = Languages(model)
    for text in [*texts, "wat zijn de clusters", "und wer", "xyz", ""]:
        expected = model.predict_proba([text])[0]
        name, probability = languages.best(text)
        assert name == model.classes_[int(np.argmax(expected))]
        assert probability == pytest.approx(expected.max(), abs=1e-5)
