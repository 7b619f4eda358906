import pytest

from components.dialogue.references import (
    means_all,
    means_both,
    means_first_mentioned,
    means_other,
    pick,
    ranks,
    step,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("le premier ?", [1]),
        ("et le 3e", [3]),
        ("le 3ème il fait quoi", [3]),
        ("la deuxième", [2]),
        ("le second", [2]),
        ("c le dernié", [-1]),
        ("l’avant-dernier", [-2]),
        ("le n° 4", [4]),
        ("numéro 5 svp", [5]),
        ("le 2 ?", [2]),
        ("le premier et le dernier", [1, -1]),
        ("les deux premiers", [1, 2]),
        ("les trois derniers", [-3, -2, -1]),
        ("le troisiéme", [3]),
        ("le troizième", [3]),
    ],
)
def test_ranks(text, found):
    assert ranks(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "depuis le premier janvier",
        "en premier lieu",
        "le premier ministre",
        "dans un premier temps",
        "la première fois que je viens",
        "on est 12",
        "dès l’an 2000",
        "il y en a 6 ?",
        "le 1er mai",
        "j’en ai parlé les deux dernières années",
        "et TWEED ?",
    ],
)
def test_what_only_looks_like_a_rank(text):
    assert ranks(text) == []


def test_ranks_pick_from_a_list():
    assert pick("le premier et le dernier", ["a", "b", "c"]) == ["a", "c"]
    assert pick("le cinquième", ["a", "b", "c"]) == []
    assert pick("le premier", []) == []


def test_other_ways_to_point():
    assert means_other("et l’autre ?")
    assert not means_other("de l’autre côté de la frontière")
    assert means_both("lequel des deux ?")
    assert means_all("et tous les autres clusters ?")
    assert not means_all("et ce cluster ?")
    assert means_first_mentioned("pour revenir au tout premier")
    assert not means_first_mentioned("le premier")
    assert [step("et le suivant ?"), step("celui juste avant"), step("et lui ?")] == [1, -1, 0]
