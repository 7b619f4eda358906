import pytest

from components.text.letters import LetterModel
from components.text.unreadable_words import french_words

LEAST = -5.0


@pytest.fixture(scope="module")
def letters() -> LetterModel:
    return LetterModel(LetterModel.counts(french_words()))


@pytest.mark.parametrize(
    "word", ["mutuelle", "plonbie", "avntages", "clsuter", "krankenhaus", "kesako"]
)
def test_words_slips_and_foreign_words_are_words(letters, word):
    assert letters.likelihood(word) > LEAST


@pytest.mark.parametrize("keys", ["jhgfdsq", "wxcvbn", "sdfsdfsdf", "xkcdqz", "hhhhhhh", "ffgghh"])
def test_keys_pressed_at_random_are_none(letters, keys):
    assert letters.likelihood(keys) < LEAST
