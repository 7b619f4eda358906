import pytest

from components.entities.cluster_name_extractor import name_index


@pytest.fixture(scope="module")
def index(loaded_engine):
    from actions.cluster_catalogue.catalogue import Catalogue

    return name_index(Catalogue(loaded_engine))


def found(index, text: str) -> list[str]:
    return [mention.slug for mention in index.find(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("c'est quoi TWEED", "tweed"),
        ("twid il fait koi", "tweed"),
        ("le tweeed", "tweed"),
        ("T.W.E.E.D.", "tweed"),
        ("et plastwin ?", "plastiwin"),
        ("PLASTI WIN", "plastiwin"),
        ("plastiwine c koi", "plastiwin"),
        ("infopol c quoi", "infopole"),
        ("L’Infopôle Cluster TIC", "infopole"),
        ("info-pole", "infopole"),
        ("cap 20-20", "cap2020"),
        ("CAP2O20", "cap2020"),
        ("cap vingt vingt", "cap2020"),
        ("l’éco construction", "eco-construction"),
        ("ecoconstrution", "eco-construction"),
        ("le cluster twist danse-t-il ?", "twist"),
        ("twsit", "twist"),
    ],
)
def test_names_survive_their_spelling(index, text, slug):
    assert found(index, text) == [slug]


@pytest.mark.parametrize(
    "text",
    [
        "apprendre à danser le twist",
        "Oliver Twist, résumé",
        "une veste en tweed",
        "pantalon tweed homme",
        "mon tweet sur Twitter",
        "je suis triste",
        "la construction d’une maison",
        "horizon 2020",
        "cap 2030",
        "en 2020",
        "du plastique",
        "de la plasticine",
        "pôle emploi",
        "une info",
        "",
        "!!",
    ],
)
def test_ordinary_words_are_left_alone(index, text):
    assert found(index, text) == []


def test_several_names_are_found_in_order_with_their_place(index):
    text = "entre Plastiwin et l’infopole cluster TIC ?"
    first, second = index.find(text)
    assert text[first.start : first.end] == "Plastiwin"
    assert text[second.start : second.end] == "l’infopole cluster TIC"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C’est quoi Twist, une danse ?", "twist"),
        ("tweed, un tissu ou un organisme ?", "tweed"),
        ("TWIST, ce n’est donc pas une danse. De quoi s’agit-il ?", "twist"),
        ("le twist est-il une danse ?", "twist"),
    ],
)
def test_who_mentions_the_other_sense_asks_of_the_name(index, text, slug):
    assert [mention.slug for mention in index.find(text)] == [slug]
