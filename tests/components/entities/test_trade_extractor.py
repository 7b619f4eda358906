"""When a message that says an activity of the catalogue is about a trade."""

from types import SimpleNamespace

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.entities.trade_extractor import TradeExtractor
from components.entities.trade_index import TradeMatch
from tests.components.trackers import tracker

TRADE = "cluster_par_secteur"


@pytest.fixture
def extractor(trades):
    return TradeExtractor(TradeExtractor.get_default_config(), SimpleNamespace(get=lambda: trades))


def understood(
    extractor, text: str, confidence: float, intent: str = "adhesion", **more
) -> Message:
    """What becomes of a message of which the classifier thought `intent`."""
    before = {"name": intent, "confidence": confidence}
    return read(extractor, Message({TEXT: text, INTENT: before, **more}))


def read(extractor, message: Message, *events) -> Message:
    (message,) = extractor.process([message], tracker(*events))
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


def test_a_word_of_a_trade_in_what_is_nothing_like_a_trade_stays_a_word(extractor):
    likely = [{"name": name, "confidence": 0.2} for name in ("nier", "bot", "aide", TRADE)]
    message = understood(extractor, "comment fait un couvreur", 0.5, **{INTENT_RANKING_KEY: likely})
    assert message.get(INTENT)["name"] == "adhesion"


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


def trade(extractor, text: str, *events, intent: str = TRADE) -> tuple[str, list[str]]:
    """What kind of trade is heard in a message on `intent`, and the clusters that fit it."""
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": 0.9}})
    found = read(extractor, message, *events).get(ENTITIES) or [{"entity": "", "clusters": []}]
    return found[0]["entity"], found[0]["clusters"]


def test_what_is_set_aside_is_no_trade(extractor):
    assert trade(extractor, "pas d’informatique, du plastique") == ("metier", ["plastiwin"])
    assert trade(extractor, "je ne travaille pas dans l’énergie") == ("", [])


def test_one_trade_has_two_clusters_at_most(extractor, monkeypatch):
    many = TradeMatch(("cap2020", "twist", "tweed"), margin=1.0, essence="x")
    monkeypatch.setattr(extractor._index.get(), "match", lambda text: many)
    assert trade(extractor, "je pose des murs") == ("metier", ["cap2020", "twist"])


def test_of_several_trades_none_is_dropped(extractor):
    kind, clusters = trade(extractor, "emballages en plastique, logiciels et éoliennes")
    assert kind == "metier"
    assert clusters == ["plastiwin", "infopole", "tweed"]


@pytest.mark.parametrize("intent", ["cluster_pour_moi", "adhesion", "avantages"])
def test_a_trade_told_in_passing_is_heard(extractor, intent):
    text = "Nous sommes une société française de plasturgie, peut-on participer ?"
    assert trade(extractor, text, intent=intent) == ("metier", ["plastiwin"])
    assert trade(extractor, "peut-on participer à un cluster ?", intent=intent) == ("", [])


def test_a_word_that_resembles_no_trade_is_said_to_be_unknown(extractor):
    assert trade(extractor, "je fais du blorp")[0] == "metier_inconnu"
    assert trade(extractor, "je suis boucher")[0] == "metier"


def test_once_a_trade_was_told_only_a_sure_one_replaces_it(extractor):
    told = UserUttered("x", entities=[{"entity": "metier", "value": "couvreur"}])
    assert trade(extractor, "et lui il irait où finalement, le machin ?", told) == ("", [])
    assert trade(extractor, "et pour des éoliennes ?", told) == ("metier", ["tweed"])
