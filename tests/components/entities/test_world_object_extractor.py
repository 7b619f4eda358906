import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.entities.world_object_extractor import WorldObjectExtractor, by_words
from components.topics.nouns import Noun
from components.topics.world import World

ENTRIES = ["une carte", "une carte d’identité", "la météo", "Netflix", "un jeu"]
WORLD = World(subjects={}, domains=[[Noun.read(entry) for entry in ENTRIES]])


@pytest.mark.parametrize(
    ("text", "intent", "named"),
    [
        ("j’ai perdu ma carte d'identite", "hors_sujet", ["d’une carte d’identité"]),
        ("vos cartes", "hors_sujet", ["d’une carte"]),
        ("les jeux", "hors_sujet", ["d’un jeu"]),
        ("METEO demain", "hors_sujet", ["de la météo"]),
        ("netflix ou une carte", "hors_sujet", ["de Netflix"]),
        ("Jean Dupont", "hors_sujet", []),
        ("la météo des clusters", "info_absente", []),
    ],
)
def test_what_the_lexicon_has_is_named_back_and_nothing_else(text, intent, named):
    message = Message({TEXT: text, INTENT: {"name": intent}, ENTITIES: []})
    extractor = WorldObjectExtractor({"intent": "hors_sujet"}, by_words(WORLD))
    extractor.process([message])
    assert [entity["de_objet"] for entity in message.get(ENTITIES)] == named


def test_the_nouns_are_not_looked_for_in_another_language():
    english = {"entity": "langue", "value": "en"}
    said = {TEXT: "a carte blanche", INTENT: {"name": "hors_sujet"}, ENTITIES: [english]}
    message = Message(said)
    WorldObjectExtractor({"intent": "hors_sujet"}, by_words(WORLD)).process([message])
    assert message.get(ENTITIES) == [english]
