import numpy as np
from scipy.sparse import csr_matrix, hstack

from components.topic_classifier import CalibratedMargins


def blobs(spread: float, seed: int = 1) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Three overlapping clouds of 200 points: features, labels, groups."""
    lot = np.random.default_rng(seed)
    centres = np.array([[0, 1], [1, 0], [1, 1]])
    labels = np.repeat(np.array(["a", "b", "c"]), 200)
    points = np.repeat(centres, 200, axis=0) + lot.normal(0, spread, (600, 2))
    return csr_matrix(points), labels, np.arange(600)


def test_confidence_means_what_it_says():
    model = CalibratedMargins(penalty=1.0, seed=7)
    model.fit(*blobs(0.4))
    features, labels, _ = blobs(0.4, seed=2)
    probabilities = model.probabilities(features)
    assert np.allclose(probabilities.sum(axis=1), 1)
    right = model.labels[probabilities.argmax(axis=1)] == labels
    assert abs(probabilities.max(axis=1).mean() - right.mean()) < 0.06


def test_clear_cases_get_a_sharper_confidence_than_muddled_ones():
    clear, muddled = (CalibratedMargins(1.0, 7) for _ in range(2))
    clear.fit(*blobs(0.1))
    muddled.fit(*blobs(0.6))
    assert clear.sharpness > muddled.sharpness


def test_two_topics_are_enough():
    features, labels, groups = blobs(0.2)
    two = labels != "c"
    model = CalibratedMargins(1.0, 7)
    model.fit(features[two], labels[two], groups[two])
    assert model.probabilities(features).shape == (600, 2)


def test_one_example_in_blocks_is_judged_as_in_a_matrix():
    features, labels, groups = blobs(0.4)
    two = labels != "c"
    for chosen in (two, np.ones(600, dtype=bool)):
        model = CalibratedMargins(1.0, 7)
        wide = hstack([features, features.multiply(2.0)], format="csr")[chosen]
        model.fit(wide, labels[chosen], groups[chosen])
        expected = model.probabilities(wide)
        model.settle()
        for place in (0, 17, 399):
            blocks = [features[chosen][place], 2.0 * features[chosen][place].toarray()]
            assert np.allclose(model.probabilities_of(blocks), expected[place])
