import pytest

from components.topics.nouns import FORMS, Noun


@pytest.mark.parametrize(
    ("entry", "after", "phrase"),
    [
        ("une carte d’identité", "un", "une carte d’identité"),
        ("une carte d’identité", "le", "la carte d’identité"),
        ("une carte d’identité", "des", "des cartes d’identité"),
        ("une carte d’identité", "d'un", "d’une carte d’identité"),
        ("une carte d’identité", "aux", "aux cartes d’identité"),
        ("un hôpital", "du", "de l’hôpital"),
        ("un hôpital", "les", "les hôpitaux"),
        ("un hôpital", "de", "d’hôpitaux"),
        ("un bureau de poste", "au", "au bureau de poste"),
        ("un bureau de poste", "les", "les bureaux de poste"),
        ("le passé", "un", "le passé"),
        ("le passé", "d'un", "du passé"),
        ("l’ONSS", "du", "de l’ONSS"),
        ("l’ONSS", "à un", "à l’ONSS"),
        ("des vacances", "le", "les vacances"),
        ("des vacances", "du", "des vacances"),
        ("des vacances", "aux", "aux vacances"),
        ("Netflix", "un", "Netflix"),
        ("Netflix", "d'un", "de Netflix"),
        ("Uber", "du", "d’Uber"),
        ("une carte", "", "carte"),
    ],
)
def test_a_noun_takes_the_place_of_another(entry, after, phrase):
    assert Noun.read(entry).after(after) == phrase


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("entry", ["un clou", "une amie", "le sel", "les soldes", "Netflix"])
def test_every_form_has_its_noun(form, entry):
    assert Noun.read(entry).text[:3] in Noun.read(entry).after(form)
