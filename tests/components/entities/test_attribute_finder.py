"""Which attribute of a cluster is asked for."""

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.io import read_yaml_file

from components.entities.attribute_finder import (
    ATTRIBUTES,
    AttributeFinder,
    read_attributes,
)
from tests.components.trackers import answered, said, tracker

TWEED = [said("detail_cluster", "tweed"), answered("detail_cluster", "tweed")]
TWO = [said("detail_cluster"), answered("detail_cluster", "tweed", "twist")]
CATALOGUE = ATTRIBUTES.parent / "clusters.yml"


@pytest.fixture(scope="module")
def finder() -> AttributeFinder:
    return AttributeFinder(read_attributes(ATTRIBUTES))


def asked(finder, text, *events, intent="info_absente", named=()):
    entities = [{"entity": "cluster", "value": slug, "start": 0, "end": 1} for slug in named]
    message = Message({TEXT: text, INTENT: {"name": intent}, ENTITIES: entities})
    finder.process([message], tracker(*events))
    found = message.get(ENTITIES)
    names = [e["value"] for e in found if e["entity"] == "attribut"]
    return names, [e["value"] for e in found if e["entity"] == "cluster"]


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("où est-il installé ?", "lieu"),
        ("c’est où, TWIST ?", "lieu"),
        ("depuis quand existe TWIST", "creation"),
        ("combien de membres chez TWIST", "nombre"),
        ("qui dirige TWIST ?", "direction"),
        ("le gsm du directeur de TWIST", "direction"),
        ("TWIST recrute ?", "emploi"),
        ("les projets de TWIST", "projets"),
    ],
)
def test_of_a_named_cluster(finder, text, attribute):
    assert asked(finder, text, named=["twist"]) == ([attribute], ["twist"])


def test_a_pronoun_or_a_short_question_goes_back_to_the_cluster_spoken_of(finder):
    assert asked(finder, "il existe depuis quand ?", *TWEED) == (["creation"], ["tweed"])
    assert asked(finder, "combien de membres ?", *TWEED, intent="acteurs")[0] == ["nombre"]
    assert asked(finder, "lequel est le plus ancien ?", *TWO)[1] == ["tweed", "twist"]


def test_nothing_is_asked_of_a_cluster_where_none_is_spoken_of(finder):
    assert asked(finder, "depuis quand ?") == ([], [])
    other = "depuis quand la Wallonie mène-t-elle cette politique de clusters ?"
    assert asked(finder, other, *TWEED, intent="contrat_avenir") == ([], [])


def test_other_questions_are_left_alone(finder):
    assert asked(finder, "depuis quand ?", *TWEED, intent="avantages") == ([], [])
    assert asked(finder, "parlez-moi de TWIST", named=["twist"]) == ([], ["twist"])


def test_the_facts_of_the_catalogue_carry_known_attributes():
    known = {attribute.name for attribute in read_attributes(ATTRIBUTES)}
    told = read_yaml_file(CATALOGUE)
    facts = [f for family in ("clusters", "poles", "autres_reseaux") for o in told[family]
             for f in o.get("faits", [])]  # fmt: skip
    assert {name for fact in facts for name in fact.get("attributs", [])} <= known
