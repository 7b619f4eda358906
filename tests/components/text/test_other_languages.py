import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.text.other_languages import OtherLanguages


@pytest.fixture(scope="module")
def component() -> OtherLanguages:
    return OtherLanguages.configured(OtherLanguages.get_default_config())


def understood(component, text: str, intent: str = "definition") -> Message:
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": 0.9}})
    return component.process([message])[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quali sono i vantaggi della rete?", "it"),
        ("¿Qué es un cluster?", "es"),
        ("Quais são as vantagens de um cluster para a minha empresa?", "pt"),
        ("Cum pot să devin membru al unui cluster?", "ro"),
        ("Jestem budowlańcem, który klaster jest dla mnie?", "pl"),
        ("Ben bir fırıncıyım, hangi küme benim için uygun?", "tr"),
        ("ما هو التجمع؟", "ar"),
        ("Що таке кластер?", "uk"),
    ],
)
def test_a_message_in_another_language_is_told_so(component, text, language):
    message = understood(component, text)
    assert message.get(INTENT)["name"] == "autre_langue"
    assert [entity["value"] for entity in message.get(ENTITIES)] == [language]


@pytest.mark.parametrize(
    "text",
    [
        "non non non",
        "c’est quoi un cluster ?",
        "ki son les membre pr voir",
        "wat is een cluster?",
        "Wie erreiche ich Sie?",
        "what are the advantages",
        "plastiwin",
        "õ´22(¡c",
        "São Paulo, c’est où ?",
        "Rossi Bianchi Verdi Ferrari Romano Colombo Greco quali sono",  # two words of nine
        "España",
        "/definition",
        "",
    ],
)
def test_what_is_understood_is_left_alone(component, text):
    assert understood(component, text).get(INTENT)["name"] == "definition"


@pytest.mark.parametrize("need", ["danger", "detresse"])
def test_a_person_in_need_keeps_theirs_in_any_language(component, need):
    message = understood(component, "quero morrer, não aguento mais esta vida", need)
    assert message.get(INTENT)["name"] == need
