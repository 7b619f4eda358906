import pytest

from components.dialogue.question_parts import (
    MOST,
    MOST_CLAUSES,
    can_stand,
    clauses,
    divisions,
    is_echo,
    is_introduction,
    is_refused,
)


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


def test_the_clauses_of_a_story_are_read_and_those_of_a_short_message_are_not():
    story = "Nous habitons Ciney depuis longtemps. " * 7 + "C’est quoi, un cluster ? Merci bien."
    assert clauses(story)[-2:] == ["C’est quoi, un cluster ?", "Merci bien."]
    assert len(clauses(story * 3)) == MOST_CLAUSES
    assert clauses("Nous sommes à Ciney. C’est quoi un cluster ?") == []
    assert clauses("Pour un article : c’est quoi un cluster ?") == ["c’est quoi un cluster ?"]


def test_a_part_stands_as_a_question_if_it_asks_or_names_a_thing():
    for part in ("qui paie", "le prix", "la liste des clusters", "et leurs avantages", "prix ?"):
        assert can_stand(part)
    for part in ("Au sens de votre page", "on y gagne quelque chose", "Bon, c’est un réseau"):
        assert not can_stand(part)


def test_what_is_negated_is_not_asked():
    for part in (
        "pas la liste",
        "je ne veux pas m’inscrire",
        "sauf les pôles",
        "Je ne demande pas ce qu’est un cluster",
        "sans parler d’argent",
        "ne me donnez pas le lien",
        "je ne fais PAS d’informatique",
        "Je ne fais ni plastique ni construction",
        "ni bois ni carton",
    ):
        assert is_refused(part)
    for part in ("je ne suis pas wallon", "la liste", "pourquoi pas les pôles"):
        assert not is_refused(part)


def test_no_more_divisions_are_tried_than_a_turn_can_bear():
    assert len(divisions("Un point. Deux points, trois points et quatre points. Cinq points")) == 3


def test_a_part_of_a_few_letters_is_none():
    assert divisions("oui et qui paie") == []
    assert divisions("prix et qui paie") == [("prix", "qui paie")]
