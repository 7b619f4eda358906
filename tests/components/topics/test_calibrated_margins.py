import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack

from components.topics.calibrated_margins import CalibratedMargins, _with_best


def blobs(spread: float, seed: int = 1) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Three overlapping clouds of 200 points: features, labels, groups."""
    lot = np.random.default_rng(seed)
    centres = np.array([[0, 1], [1, 0], [1, 1]])
    labels = np.repeat(np.array(["a", "b", "c"]), 200)
    points = np.repeat(centres, 200, axis=0) + lot.normal(0, spread, (600, 2))
    return csr_matrix(points), labels, np.arange(600)


def test_confidence_means_what_it_says():
    model = CalibratedMargins(penalty=1.0, answers=[], seed=7)
    model.fit(*blobs(0.4))
    features, labels, _ = blobs(0.4, seed=2)
    probabilities = model.probabilities(features)
    assert np.allclose(probabilities.sum(axis=1), 1)
    right = model.labels[probabilities.argmax(axis=1)] == labels
    assert abs(probabilities.max(axis=1).mean() - right.mean()) < 0.06


def test_clear_cases_get_a_sharper_confidence_than_muddled_ones():
    clear, muddled = (CalibratedMargins(1.0, [], 7) for _ in range(2))
    clear.fit(*blobs(0.1))
    muddled.fit(*blobs(0.6))
    assert clear.sharpness > muddled.sharpness


def test_an_answer_to_what_was_never_seen_is_less_sure():
    """What is out of scope lies around the answers; some of its places are seen by no example."""
    lot = np.random.default_rng(3)
    points = np.concatenate([lot.normal((0, 2), 0.5, (200, 2)), lot.normal(0, 1.5, (400, 2))])
    labels = np.repeat(np.array(["answer", "out"]), [200, 400])
    groups = np.concatenate([np.arange(200), 1000 + np.floor(points[200:, 0] * 2)])
    plain, calibrated = (CalibratedMargins(1.0, answers, 7) for answers in ([], ["answer"]))
    for model in (plain, calibrated):
        model.fit(csr_matrix(points), labels, groups)
    unseen = csr_matrix(
        np.concatenate([lot.normal((0, 2), 0.5, (500, 2)), lot.normal(0, 1.5, (1000, 2))])
    )
    truth = np.repeat(np.array(["answer", "out"]), [500, 1000])
    answered = plain.probabilities(unseen).argmax(axis=1) == 0
    right = (truth[answered] == "answer").mean()
    gaps = [
        abs(model.probabilities(unseen)[answered].max(axis=1).mean() - right)
        for model in (plain, calibrated)
    ]
    assert gaps[1] < gaps[0]
    assert (calibrated.probabilities(unseen).argmax(axis=1) == 0).tolist() == answered.tolist()


def test_two_topics_are_enough():
    features, labels, groups = blobs(0.2)
    two = labels != "c"
    model = CalibratedMargins(1.0, [], 7)
    model.fit(features[two], labels[two], groups[two])
    assert model.probabilities(features).shape == (600, 2)


def test_one_example_in_blocks_is_judged_as_in_a_matrix():
    features, labels, groups = blobs(0.4)
    two = labels != "c"
    for chosen, answers in ((two, []), (two, ["a"]), (np.ones(600, dtype=bool), ["a", "b"])):
        model = CalibratedMargins(1.0, answers, 7)
        wide = hstack([features, features.multiply(2.0)], format="csr")[chosen]
        model.fit(wide, labels[chosen], groups[chosen])
        expected = model.probabilities(wide)
        model.settle()
        for place in (0, 17, 399):
            blocks = [features[chosen][place], 2.0 * features[chosen][place].toarray()]
            assert np.allclose(model.probabilities_of(blocks), expected[place])


def test_an_answer_that_is_seldom_right_stays_the_best_label():
    told = _with_best(np.array([[0.6, 0.3, 0.1]]), np.array([[0.2]]))
    assert told[0, 0] == pytest.approx(0.2)
    assert told.argmax() == 0
