import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.short_answers import ShortAnswers
from tests.components.trackers import answered, asking, said, tracker

DOUBT = answered(
    "choix",
    buttons=[{"title": t, "payload": f"/{t}"} for t in ("avantages", "adhesion", "autre_chose")],
)
THREE = answered("avantages", points=["a", "b", "c"])
COMPARED = answered("difference_pole", points=["cluster", "pole"])
BUTTONS = answered("x", buttons=[{"title": t, "payload": f"/{t}"} for t in ("bot", "adhesion")])
POINTS = answered("avantages", points=["productivite", "marche"])


@pytest.mark.parametrize(
    ("text", "intent", "events", "meant"),
    [
        ("oui", "affirmer", [answered("a", oui="adhesion")], "adhesion"),
        ("non", "nier", [answered("remercier", non="au_revoir")], "au_revoir"),
        ("oui", "affirmer", [], "affirmer"),
        ("ok", "affirmer", [answered("avantages")], "entendu"),
        ("ok", "affirmer", [answered("saluer")], "affirmer"),
        ("oui", "affirmer", [answered("avantages"), *asking("projet")], "affirmer"),
        ("non", "nier", [DOUBT], "autre_chose"),
        ("la deuxième", "detail_cluster", [DOUBT], "adhesion"),
        ("le deuxième, c’est-à-dire ?", "detail_cluster", [POINTS], "marche"),
        ("le deuxième", "detail_cluster", [answered("liste_clusters")], "detail_cluster"),
        ("le deuxième cluster ?", "detail_cluster", [POINTS], "detail_cluster"),
        ("c’est quoi un cluster ?", "definition", [DOUBT], "definition"),
        ("celui du milieu", "detail_cluster", [THREE], "b"),
        ("et le suivant ?", "detail_cluster", [THREE, answered("b")], "c"),
        ("et l’autre ?", "difference_pole", [COMPARED, answered("pole")], "cluster"),
        ("pas le premier, le dernier", "nlu_fallback", [THREE], "c"),
        ("le deuxième bouton", "hors_sujet", [BUTTONS], "adhesion"),
        ("le deuxième", "hors_sujet", [BUTTONS], "hors_sujet"),
        ("le premier pôle créé", "info_absente", [COMPARED], "info_absente"),
        ("plus simplement ?", "redire", [answered("avantages")], "avantages"),
        ("plus simplement ?", "redire", [], "redire"),
    ],
)
def test_what_a_short_answer_means(text, intent, events, meant):
    message = Message({TEXT: text, INTENT: {"name": intent}})
    ShortAnswers().process([message], tracker(said("x"), *events))
    assert message.get(INTENT)["name"] == meant
