import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_splitter import CLAUSE, PART
from components.dialogue.story_reader import StoryReader
from components.entities.trade_extractor import TRADE_TOLD
from components.topics.question_subject import Subjects


@pytest.fixture
def reader() -> StoryReader:
    return StoryReader(StoryReader.get_default_config(), Subjects(["cluster", "clusters", "pôle"]))


def message(text, intent, confidence=0.9, part=None, entities=(), told=None) -> Message:
    data = {TEXT: text, INTENT: {"name": intent, "confidence": confidence}, ENTITIES: [*entities]}
    return Message(
        {**data, **({PART: part} if part else {}), **({TRADE_TOLD: told} if told else {})}
    )


def clause(text, intent, confidence=0.9, **more) -> Message:
    return message(text, intent, confidence, CLAUSE, **more)


def trade(slug) -> dict:
    return {"entity": "metier", "value": slug, "clusters": [slug]}


STORY = "Ma tante en parle. Un cluster, c’est quoi ? Combien coûte le train ? Merci."


def read(reader, *clauses, intent="hors_sujet", text=STORY, entities=()) -> Message:
    return reader.process([message(text, intent, 0.6, entities=entities), *clauses])[0]


def test_the_clause_that_asks_of_the_page_is_the_question(reader):
    whole = read(
        reader,
        clause("Ma tante parle des avantages d’un cluster.", "avantages"),
        clause("Un cluster, c’est quoi ?", "definition"),
        clause("Combien coûte le train ?", "adhesion"),
        clause("Merci.", "remercier"),
    )
    assert whole.get(INTENT)["name"] == "definition"


def test_the_last_of_several_is_meant(reader):
    first, last = (
        clause("C’est quoi un cluster ?", "definition"),
        clause("Et quels clusters ?", "liste"),
    )
    last.set(INTENT, {"name": "liste_clusters", "confidence": 0.7})
    assert read(reader, first, last).get(INTENT)["name"] == "liste_clusters"


def test_what_is_not_understood_or_speaks_of_nothing_of_the_page_stays(reader):
    doubtful = clause("Un cluster, c’est quoi ?", "definition", 0.4)
    assert read(reader, doubtful, doubtful).get(INTENT)["name"] == "hors_sujet"
    elsewhere = [clause("Combien ça coûte ?", "adhesion")] * 2
    assert read(reader, *elsewhere, text="Le train. Combien ?").get(INTENT)["name"] == "hors_sujet"


def test_a_question_with_a_preamble_that_is_understood_stays(reader):
    whole = message("Pour un article : c’est quoi un cluster ?", "definition", 0.9)
    (read_,) = reader.process([whole, clause("c’est quoi un cluster ?", "acteurs")])
    assert read_.get(INTENT)["name"] == "definition"


def test_the_trade_is_taken_from_what_the_visitor_tells_of_himself(reader):
    whole = read(
        reader,
        clause("Un voisin est couvreur.", "hors_sujet", told=(0.9, [trade("cap2020")])),
        clause("Nous soufflons des flacons.", "hors_sujet", told=(0.4, [trade("plastiwin")])),
        clause("Quel cluster nous convient ?", "cluster_par_secteur"),
    )
    assert [entity["value"] for entity in whole.get(ENTITIES)] == ["plastiwin"]


def test_a_name_told_before_is_kept(reader):
    name = {"entity": "cluster", "value": "tweed"}
    whole = read(
        reader,
        clause("On m’a parlé de TWEED.", "detail_cluster", 0.5),
        clause("Que fait ce cluster ?", "detail_cluster"),
        entities=[name],
    )
    assert whole.get(ENTITIES) == [name]


def test_other_parts_are_left_to_the_merger(reader):
    half = message("et combien ?", "liste_clusters", part=2)
    messages = reader.process([message("C’est quoi un cluster ?", "definition"), half])
    assert messages[1:] == [half]


@pytest.mark.parametrize(
    ("confidence", "intent"), [(0.95, "avantage_productivite"), (0.8, "hors_sujet")]
)
def test_a_sure_question_behind_a_preamble_needs_no_name(reader, confidence, intent):
    asked = clause("que gagne-t-on en productivité ?", "avantage_productivite", confidence)
    text = "Pour un article : que gagne-t-on en productivité ?"
    assert read(reader, asked, text=text).get(INTENT)["name"] == intent
