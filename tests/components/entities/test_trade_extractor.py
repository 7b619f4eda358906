"""When a message that says an activity of the catalogue is about a trade."""

from types import SimpleNamespace

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.entities.trade_extractor import TradeExtractor

TRADE = "cluster_par_secteur"


@pytest.fixture
def extractor(trades):
    return TradeExtractor(TradeExtractor.get_default_config(), SimpleNamespace(get=lambda: trades))


def understood(
    extractor, text: str, confidence: float, intent: str = "adhesion", **more
) -> Message:
    """What becomes of a message of which the classifier thought `intent`."""
    before = {"name": intent, "confidence": confidence}
    (message,) = extractor.process([Message({TEXT: text, INTENT: before, **more})])
    return message


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("couvreur", 1.0),  # nothing but the trade
        ("le couvreur ?", 0.9),
        ("comment fait un couvreur", 0.5),  # more, but the classifier is not sure
    ],
)
def test_a_known_activity_is_a_trade(extractor, text, confidence):
    message = understood(extractor, text, confidence)
    assert message.get(INTENT) == {"name": TRADE, "confidence": 1.0}
    assert message.get(ENTITIES)[0]["clusters"][0] == "cap2020"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("comment adhérer à un syndicat de couvreurs", 0.3),  # not an activity
        ("comment adhérer, je suis couvreur", 0.8),  # the classifier is sure
    ],
)
def test_another_question_stays(extractor, text, confidence):
    message = understood(extractor, text, confidence)
    assert message.get(INTENT) == {"name": "adhesion", "confidence": confidence}
    assert not message.get(ENTITIES)


def test_what_has_a_name_in_it_is_not_about_a_trade(extractor):
    named = [{"entity": "cluster", "value": "tweed"}]
    message = understood(extractor, "couvreur", 0.5, **{ENTITIES: named})
    assert message.get(INTENT)["name"] == "adhesion"


def test_the_trade_is_read_where_the_classifier_found_one(extractor):
    message = understood(extractor, "je pose des gouttières", 0.9, TRADE)
    assert message.get(ENTITIES)[0]["entity"] == "metier"
    assert not understood(extractor, "quel cluster pour moi", 0.9, TRADE).get(ENTITIES)


def test_what_the_page_does_not_answer_stays_so_though_an_activity_is_in_it(extractor):
    message = understood(extractor, "comment fait un couvreur", 0.5, intent="hors_sujet")
    assert message.get(INTENT)["name"] == "hors_sujet"
