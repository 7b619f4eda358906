import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.content import ContentError
from components.text.phrases import french_phrases
from components.topics.precision_finder import (
    PRECISION,
    Precision,
    PrecisionFinder,
    Precisions,
    read_precisions,
)
from components.topics.precision_finder import PRECISIONS as PRECISIONS_FILE

PRECISIONS = Precisions(
    [
        Precision.read({"reponse": "toute taille", "sujets": ["moi"], "mots": ["petit*"]}),
        Precision.read({"reponse": "gratuit", "sujets": ["moi", "prix"], "mots": ["payer"]}),
        Precision.read({"reponse": "prix", "sujets": ["prix"], "mots": ["a payer", 2000]}),
    ],
    french_phrases(),
)


@pytest.mark.parametrize(
    ("text", "topic", "sentence"),
    [
        ("Les petites aussi ?", "moi", "toute taille"),
        ("Et les appétits ?", "moi", None),
        ("Les petites aussi ?", "prix", None),
        ("Faut-il payer ?", "moi", "gratuit"),
        ("Qu’y a-t-il à payer ?", "prix", "prix"),  # the longest
        ("en 2000 ?", "prix", "prix"),
        ("sans rien payer", "prix", None),
        ("je ne demande pas combien payer", "prix", None),
        ("je ne sais pas s’il faut payer", "prix", "gratuit"),
        ("payer petit", "moi", "toute taille"),  # as many letters: the first of the file
        ("", "moi", None),
    ],
)
def test_a_phrase_on_its_topic_shows_what_is_asked(text, topic, sentence):
    assert PRECISIONS.sentence(text, topic) == sentence


def found(text, intent, *questions):
    entities = [{"entity": "question", "value": one} for one in questions]
    message = Message({TEXT: text, INTENT: {"name": intent}, ENTITIES: entities})
    PrecisionFinder(PRECISIONS).process([message])
    return [
        (entity["sujet"], entity["value"])
        for entity in message.get(ENTITIES)
        if entity["entity"] == PRECISION
    ]


def test_the_intent_is_the_topic():
    assert found("petit", "moi") == [("moi", "toute taille")]
    assert found("petit", "prix") == []


def test_a_slip_that_was_mended_is_no_obstacle():
    message = Message({TEXT: "faut-il peyer", INTENT: {"name": "moi"}})
    message.set(TOKENS_NAMES[TEXT], [Token("peyer", 9, lemma="payer")])
    PrecisionFinder(PRECISIONS).process([message])
    assert [entity["value"] for entity in message.get(ENTITIES)] == ["gratuit"]


def test_each_of_several_questions_gets_its_own():
    several = found("les petites ? et à payer ?", "plusieurs_questions", "moi", "prix")
    assert several == [("moi", "toute taille"), ("prix", "prix")]


def test_what_a_button_says_is_no_question_in_words():
    assert found("/moi", "moi") == []


def test_the_sentences_of_the_project_can_be_read():
    assert len(read_precisions(PRECISIONS_FILE)) > 50


def test_an_entry_without_its_words_is_named(tmp_path):
    path = tmp_path / "precisions.yml"
    path.write_text("- reponse: oui\n  sujets: [a]\n  mots: [b]\n- reponse: oui\n  sujets: [a]\n")
    with pytest.raises(ContentError, match="precisions.yml, ligne 4, champ mots"):
        read_precisions(path)
