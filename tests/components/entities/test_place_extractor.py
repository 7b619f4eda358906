import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.io import read_yaml_file

from components.entities.place_extractor import PLACES, PlaceExtractor, PlaceIndex
from components.text.folding import words
from components.text.phrases import french_phrases
from tests.components.trackers import answered, asking, tracker


@pytest.fixture(scope="module")
def extractor() -> PlaceExtractor:
    return PlaceExtractor(PlaceIndex(read_yaml_file(PLACES)), french_phrases())


def places(extractor, text, *events):
    message = Message({TEXT: text})
    extractor.process([message], tracker(*events))
    return {e["entity"]: e["value"] for e in message.get(ENTITIES)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on fait des panneaux solaires à Liège", {"siege": "wallonie"}),
        ("notre atelier est à Louvain-la-Neuve", {"siege": "wallonie"}),
        ("notre bureau est à Louvain", {"siege": "belgique"}),
        ("nous sommes une société allemande", {"siege": "etranger"}),
        ("une boîte bruxelloise", {"siege": "belgique"}),
        ("nous sommes une PME wallonne", {"siege": "wallonie"}),
        ("société française qui veut s’implanter à Mons", {"siege": "etranger", "projet": "oui"}),
        ("on veut ouvrir une filiale à Namur", {"projet": "oui"}),
        ("quels sont les clusters wallons ?", {}),
        ("depuis quand y en a-t-il en Wallonie ?", {}),
        ("c’est quoi le Contrat d’Avenir pour la Wallonie", {}),
        ("qui paie ?", {}),
    ],
)
def test_where_a_company_is(extractor, text, found):
    assert places(extractor, text) == found


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Namur", "siege", {"siege": "wallonie"}),
        ("en wallonie", "siege", {"siege": "wallonie"}),
        ("belge", "siege", {"siege": "belgique"}),
        ("Lille", "siege", {"siege": "etranger"}),
        ("oui, à Liège", "projet", {"projet": "oui"}),
    ],
)
def test_the_answer_to_the_question_where(extractor, text, asked, found):
    assert places(extractor, text, *asking(asked)) == found


def intent_after(extractor, text, intent, *events):
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": 0.6}})
    extractor.process([message], tracker(*events))
    return message.get(INTENT)["name"]


def test_a_place_alone_is_the_answer_whatever_it_resembles(extractor):
    assert (
        intent_after(extractor, "Herstal", "nlu_fallback", *asking("siege")) == "cluster_pour_moi"
    )
    told = answered("cluster_par_secteur", "tweed")
    assert intent_after(extractor, "à Namur", "hors_sujet", told) == "cluster_pour_moi"
    assert intent_after(extractor, "on est à Namur", "hors_sujet", told) == "cluster_pour_moi"
    assert intent_after(extractor, "la météo à Namur", "hors_sujet", told) == "hors_sujet"
    assert intent_after(extractor, "à Namur", "hors_sujet") == "hors_sujet"
    assert intent_after(extractor, "à Namur", "hors_sujet", answered("avantages")) == "hors_sujet"


def test_where_the_company_is_corrects_the_seat_and_tells_no_project(extractor):
    corrected = places(extractor, "pardon, c’est à Mons", *asking("projet"))
    assert corrected == {"siege": "wallonie"}


def test_no_place_stands_under_two_headings():
    names = [tuple(words(n)) for group in read_yaml_file(PLACES).values() for n in set(group)]
    where = {}
    for key, group in read_yaml_file(PLACES).items():
        for name in group:
            assert where.setdefault(tuple(words(name)), key) == key, name
    assert len(names) > 1000
