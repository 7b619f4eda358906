import pytest

from components.text.folding import fold
from components.text.sounds import Ear, sound_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("koi", "quoi"),
        ("ki", "qui"),
        ("sa veu dir koi", "ça veut dire quoi"),
        ("ke c", "que c'"),
        ("sa", "ça"),
        ("pk", "pourquoi"),
        ("pr", "pour"),
        ("jsuis menuisié", "je suis menuisier"),
        ("kel diferance", "quelle différence"),
        ("lé pol de conpétitivité", "les pôles de compétitivité"),
        ("l'informassion", "l'information"),
        ("rechairche", "recherche"),
        ("entreprize", "entreprises"),
        ("1 cluster", "un cluster"),
        ("aidé", "aider"),
        ("on peu partissipé", "on peut participer"),
        ("la rejion soutien", "la région soutient"),
    ],
)
def test_what_sounds_alike_becomes_equal(typed, meant):
    assert sound_of(fold(typed)) == sound_of(fold(meant))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pôle", "poulie"),
        ("région", "raison"),
        ("avantage", "avenir"),
        ("combien", "comment"),
        ("qui", "quoi"),
        ("le bois", "la boisson"),
    ],
)
def test_what_sounds_differently_does_not(one, other):
    assert sound_of(fold(one)) != sound_of(fold(other))


@pytest.mark.parametrize(
    ("text", "sound"), [("", ""), ("?!", ""), ("2020", "2020"), ("quoi ?!", "kwa"), ("héhé", "e")]
)
def test_anything_has_a_sound(text, sound):
    assert sound_of(fold(text)) == sound


def test_masks_keep_a_sound_of_their_own():
    assert sound_of("nomdecluster") != sound_of("nomdepole")


def test_what_is_written_by_ear_is_spelt_as_it_is_known():
    ear = Ear({"menuiserie": 2, "menuiseries": 1, "plastique": 1, "toit": 1})
    assert ear.mend("menuizerie plastiq tuiles") == "menuiserie plastiq tuiles"
    assert Ear({"tuiles": 1}).mend("tuile tuilles") == "tuile tuiles", "another form of it stays"
    assert ear.mend("menuiseries") == "menuiseries", "a known word stays"
    assert ear.mend("twa") == "twa", "too short to be sure"
    assert ear.mend("menuisier") == "menuisier", "another word, however near"
