import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from components.features.lexical_featurizer import lexical_vectorizer
from components.features.tfidf_rows import TfidfRows

LEARNED = ["c'est quoi un cluster", "les avantages des clusters", "qui paie", "le bois le bois"]
TEXTS = ["le bois, le bois et le cluster", "", "rien de connu ?", "QUI PAIE", "é", *LEARNED]


@pytest.mark.parametrize("joined", [True, False])
def test_the_numbers_are_those_of_scikit_learn(joined):
    union = lexical_vectorizer(rarest=1, joined=joined).fit(LEARNED)
    rows = TfidfRows([part for _, part in union.transformer_list])
    expected = union.transform(TEXTS).toarray()
    assert rows.width == expected.shape[1]
    found = rows.matrix(TEXTS)
    assert found.dtype == np.float32
    assert np.allclose(found.toarray(), expected, atol=1e-6)
    assert found.has_sorted_indices
    assert rows.matrix([]).shape == (0, rows.width)


def test_others_are_refused():
    with pytest.raises(ValueError, match="sublinear"):
        TfidfRows([TfidfVectorizer().fit(LEARNED)])
