"""What a message sets aside: sentences of our own, with their traps."""

import pytest

from components.text.exclusions import affirmed, asks_for_the_rest, excluded, excluded_spans


@pytest.mark.parametrize(
    ("text", "set_aside"),
    [
        ("tout sauf le plastique", "le plastique"),
        ("tous les réseaux hormis PLASTIWIN svp", "PLASTIWIN"),
        ("en carton, pas en plastique", "en plastique"),
        ("je ne fais PAS d’informatique, je fais du son", "d’informatique"),
        ("on est pas dans la construction mais dans le solaire", "dans la construction"),
        ("ni la brique ni le béton, du chanvre", "la brique ni le béton"),
        ("ni l’un ni l’autre, l’acier", "l’un ni l’autre"),
        ("non pas lui, l’autre", "lui"),
        ("au lieu de TWIST vous proposez quoi ?", "TWIST"),
        ("laissez tomber la toiture, parlons de cinéma", "la toiture"),
        ("les éoliennes c’est fini, on code des jeux", "les éoliennes"),
        ("nous n’isolons pas des toits, nous moulons du PVC", "isolons pas des toits"),
        ("on ne fait plus de maçonnerie depuis deux ans", "de maçonnerie"),
        ("un autre cluster que TWEED", "TWEED"),
        ("à part ces deux-là ?", "ces deux-là"),
        ("plutôt le son que l’image", "l’image"),
        ("je préfère le bois au béton", "béton"),
        ("des meubles sans plastique", "plastique"),
        ("jsuis pas maçon jsuis couvreur", "maçon"),
        ("je suis carreleur pas plombier", "plombier"),
        ("en dehors de CAP 2020, qui bâtit ?", "CAP 2020"),
        ("l’énergie ne m’intéresse pas, l’image oui", "l’énergie"),
        ("enlevez l’informatique", "l’informatique"),
        ("plus de béton chez nous, du bois", "béton"),
        ("oubliez l’habitat c la télé mon truc", "l’habitat"),
    ],
)
def test_what_is_set_aside(text, set_aside):
    assert set_aside in excluded(text)
    assert set_aside not in affirmed(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("je ne fais PAS d’informatique, je fais du son", "je fais du son"),
        ("on est pas dans la construction mais dans le solaire", "dans le solaire"),
        ("ni l’un ni l’autre, l’acier", "l’acier"),
        ("au lieu de TWIST vous proposez quoi ?", "vous proposez quoi"),
        ("oubliez l’habitat c la télé mon truc", "c la télé mon truc"),
        ("jsuis pas maçon jsuis couvreur", "jsuis couvreur"),
        ("plutôt le son que l’image", "le son"),
    ],
)
def test_what_is_meant_stays(text, kept):
    assert kept in affirmed(text)


@pytest.mark.parametrize(
    "text",
    [
        "je ne trouve pas le cluster de la menuiserie",
        "je ne connais pas TWEED",
        "n’y a-t-il pas un réseau pour les couvreurs ?",
        "pourquoi pas le plastique ?",
        "pas seulement le son, l’image aussi",
        "je ne fais que du plastique",
        "sans doute l’énergie",
        "sauf erreur c’est CAP 2020",
        "ce n’est pas mal, le bois",
        "je veux plus d’informations sur le bois",
        "vous n’auriez pas quelque chose pour un peintre ?",
        "je comprends pas plastiwin",
        "plus d’infos sur le bois",
        "on est dix, sans salarié, dans le bois",
    ],
)
def test_a_negation_that_sets_nothing_aside(text):
    assert affirmed(text) == text
    assert excluded(text) == ""


def test_places_stay_those_of_the_text():
    text = "Ni l’œuvre d’art, ni le béton : du bois"
    assert len(affirmed(text)) == len(text)
    assert all(0 <= start < end <= len(text) for start, end in excluded_spans(text))


def test_all_but_one_asks_for_the_rest():
    assert asks_for_the_rest("tous les clusters sauf TWEED")
    assert not asks_for_the_rest("je ne travaille pas dans le son")
