import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from scipy.sparse import csr_matrix

from components.features.hashed_features import SparseFeatures


def fingerprint(values, origin="a") -> str:
    row = csr_matrix(np.array([values], dtype=np.float32))
    return SparseFeatures(row, FEATURE_TYPE_SENTENCE, TEXT, origin).fingerprint()


def test_equal_features_have_one_fingerprint_and_others_another():
    known = fingerprint([0, 1, 0.5])
    assert known == fingerprint([0, 1, 0.5])
    others = [fingerprint([0, 1, 0.25]), fingerprint([1, 0, 0.5]), fingerprint([0, 1, 0.5, 0])]
    assert known not in [*others, fingerprint([0, 1, 0.5], origin="b")]
