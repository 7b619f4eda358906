"""The pipeline of `config.yml`, trained on a third of its examples and tried on a sixth.

Half of the examples are left out to be quick; those that follow an answer are tried in their
context.
"""

import pytest

from tests.understanding.cross_validation import cross_validate, read_examples, read_pipeline

pytestmark = pytest.mark.slow

REFUSALS = {"hors_sujet", "info_absente", "nom_inconnu", "premisse", "service"}


@pytest.fixture(scope="module")
def fold():
    return next(iter(cross_validate(read_pipeline(), read_examples()[::2], folds=3)))


def test_most_examples_are_understood_without_having_been_seen(fold):
    right = sum(prediction.right for prediction in fold)
    assert right >= 0.79 * len(fold)


def test_what_is_out_of_scope_is_told_apart(fold):
    refused = [p for p in fold if p.expected == "hors_sujet"]
    right = sum(prediction.ranking[0][0] in REFUSALS for prediction in refused)
    assert right >= 0.7 * len(refused)


def test_confidence_is_worth_its_name(fold):
    """Right answers are as frequent as the confidence says, in the mean."""
    right = sum(prediction.right for prediction in fold) / len(fold)
    confidence = sum(prediction.confidence for prediction in fold) / len(fold)
    assert abs(right - confidence) < 0.06
