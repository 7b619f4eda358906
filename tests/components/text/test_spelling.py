import pytest

from components.text import spelling
from components.text.spelling import Spelling

COUNTS = {
    **dict.fromkeys(["cluster", "avantages", "entreprise", "quels", "les", "membre", "nombre"], 9),
    "notre": 12,
    "votre": 5,
    "noire": 1,
    "recherches": 3,
}


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("quels avabtages", "quels avantages"),  # the key beside
        ("un clsuter", "un cluster"),  # swapped
        ("un clusterr", "un cluster"),  # doubled
        ("entrprise", "entreprise"),  # lost
        ("avnatagse", "avantages"),  # two slips in a long word
        ("clusetrr", "cluster"),
    ],
)
def test_slips_are_mended(typed, mended):
    assert Spelling(COUNTS).mend(typed) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "noire",  # known, though it resembles a common word
        "lse",  # short
        "clturs",  # two slips in a short word
        "boulangerie",  # resembles nothing
        "recherchez",  # resembles a word that is not common
        "12345 cap2020",
        "",
    ],
)
def test_the_rest_stays(typed):
    assert Spelling(COUNTS).mend(typed) == typed


def test_the_commonest_of_equally_near_words_is_meant():
    assert Spelling(COUNTS).mend("motre") == "notre"
    assert Spelling({**COUNTS, "votre": 20}).mend("xotre") == "votre"


def test_what_is_remembered_has_an_end(monkeypatch):
    monkeypatch.setattr(spelling, "REMEMBERED", 2)
    mending = Spelling(COUNTS)
    for word in ("clsuter", "clustre", "clusterr", "cluuster"):
        assert mending.mend(word) == "cluster"
    assert len(mending._mended) <= 2
