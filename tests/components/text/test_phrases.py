import re

import pytest
from rasa.shared.utils.io import read_yaml_file

from components.text.folding import fold
from components.text.phrases import PHRASES, Phrases, alternation, french_phrases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("expliquez", "expliquez"),
        ("start up", "start up"),
        ("start", None),
        ("a+b", "a+b"),
        ("aab", None),
    ],
)
def test_a_star_stands_for_letters_and_nothing_else_is_special(text, found):
    match = re.fullmatch(alternation(["expliqu*", "start up", "a+b"]), text)
    assert (match.group() if match else None) == found


def test_the_longest_phrase_wins():
    assert re.match(alternation(["au", "au debut"]), "au debut").group() == "au debut"


def test_a_list_that_is_missing_is_named():
    with pytest.raises(KeyError, match="liens"):
        Phrases({}).any_of("liens")


def test_the_lists_are_written_as_messages_are_compared():
    for kind, told in read_yaml_file(PHRASES).items():
        if kind == "en_lettres":  # said, not heard
            continue
        for phrase in told:
            assert fold(phrase.replace("*", "x")) == phrase.replace("*", "x"), kind


def test_the_phrases_are_read_once():
    assert french_phrases() is french_phrases()
