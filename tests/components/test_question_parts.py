import pytest

from components.question_parts import MOST, divisions, is_echo, is_introduction


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("c’est quoi un cluster ? et combien ?", ("c’est quoi un cluster ?", "combien ?")),
        ("c’est quoi un cluster et qui paie", ("c’est quoi un cluster", "qui paie")),
        ("les avantages, puis la liste", ("les avantages", "la liste")),
        ("le site, le prix", ("le site", "le prix")),
        ("what is it and who pays", ("what is it", "who pays")),
    ],
)
def test_the_likeliest_division_comes_first(text, parts):
    assert divisions(text)[0] == parts


def test_what_is_not_divided():
    for text in ("c’est quoi un cluster ?", "et ?", "", "ok, ok", "R&D"):
        assert divisions(text) == []


def test_few_divisions_are_tried():
    assert len(divisions("un mot, deux mots, trois mots, quatre mots, cinq mots")) == MOST


def test_an_introduction_asks_nothing():
    assert is_introduction("Bonjour, je suis menuisier à Ciney")
    assert is_introduction("On est douze")
    assert not is_introduction("je suis menuisier, quel cluster")
    assert not is_introduction("qui paie")


def test_an_echo_asks_on_about_the_same():
    for text in ("c’est-à-dire ?", "pourquoi ?", "un exemple ?", "lesquelles ?"):
        assert is_echo(text)
    for text in ("et depuis quand ?", "qui paie ?"):
        assert not is_echo(text)
