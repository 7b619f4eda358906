"""The custom actions on a real catalogue: what they utter, and what they do without it."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.engine import build_engine
from actions.define_pole import DefinePole
from actions.describe_cluster import DescribeCluster
from actions.find_clusters import FindClusters
from actions.guided_search import leave
from actions.list_clusters import ListClusters
from actions.not_on_page import NotOnPage
from actions.not_understood import NotUnderstood
from actions.out_of_scope import OutOfScope
from actions.session_start import SessionStart
from actions.stand_by import StandBy
from actions.unknown_name import UnknownName


def tracker(entities=(), ranking=(), events=()) -> Tracker:
    message = {"entities": list(entities), "intent_ranking": list(ranking), "intent": {}}
    return Tracker("s", {}, message, list(events), False, None, {}, None)


def uttered(action, *, domain: dict[str, Any] | None = None, **said: Any) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    action.run(dispatcher, tracker(**said), domain or {})
    return dispatcher.messages


def cluster(slug: str) -> dict[str, str]:
    return {"entity": "cluster", "value": slug}


def trade(clusters=(), poles=()) -> dict[str, Any]:
    return {"entity": "metier", "value": "x", "clusters": list(clusters), "poles": list(poles)}


def test_one_cluster_is_described_with_its_dated_fact(catalogue):
    (message,) = uttered(DescribeCluster(catalogue), entities=[cluster("tweed")])
    assert message["response"] == "utter_detail_cluster"
    assert message["nom"] == "TWEED"
    assert message["clusters"] == ["tweed"]
    assert "2019" in message["faits"]
    assert message["lien"] == "http://clusters.wallonie.be"


def test_several_clusters_are_told_in_one_bubble(catalogue):
    said = [cluster("tweed"), cluster("cap2020"), cluster("tweed")]
    (message,) = uttered(DescribeCluster(catalogue), entities=said)
    assert message["clusters"] == ["tweed", "cap2020"]
    assert message["liste"].splitlines()[1] == "• CAP 2020\u00a0: le cluster de la construction"


def test_without_a_known_name_it_asks_which_cluster(catalogue):
    for said in ([], [cluster("gone")]):
        (message,) = uttered(DescribeCluster(catalogue), entities=said)
        assert message["response"] == "utter_quel_cluster"
        assert len(message["buttons"]) == 6
        assert message["buttons"][4]["payload"] == '/detail_cluster{"cluster": "tweed"}'


def test_the_list_counts_what_the_database_holds(catalogue):
    (message,) = uttered(ListClusters(catalogue))
    assert message["nombre"] == 6
    assert len(message["liste"].splitlines()) == 6


def test_the_list_leaves_out_what_is_set_aside(catalogue):
    spared = [{"entity": "sauf", "value": "tweed"}]
    (message,) = uttered(ListClusters(catalogue), entities=spared)
    assert message["response"] == "utter_autres_clusters"
    assert len(message["clusters"]) == 5
    assert "tweed" not in message["clusters"]


def attribute(name: str) -> dict[str, str]:
    return {"entity": "attribut", "value": name, "quoi": "où il se trouve"}


def test_what_another_source_says_of_an_attribute_comes_with_its_date(catalogue):
    said = [cluster("infopole"), attribute("lieu")]
    (message,) = uttered(NotOnPage(catalogue), entities=said)
    assert message["response"] == "utter_fait_cluster"
    assert message["fait"].startswith("En juin 2020")


def test_an_attribute_that_nobody_tells_is_said_to_be_lacking(catalogue):
    (message,) = uttered(NotOnPage(catalogue), entities=[cluster("tweed"), attribute("lieu")])
    assert message["response"] == "utter_attribut_absent"
    assert (message["nom"], message["quoi"]) == ("TWEED", "où il se trouve")


def test_of_two_clusters_what_is_known_of_either_is_said(catalogue):
    said = [cluster("tweed"), cluster("eco-construction"), attribute("creation")]
    (message,) = uttered(NotOnPage(catalogue), entities=said)
    assert len(message["fait"].splitlines()) == 2


def test_of_two_clusters_the_page_tells_no_more_than_what_they_are(catalogue):
    said = [cluster("tweed"), cluster("plastiwin")]
    (message,) = uttered(NotOnPage(catalogue), entities=said)
    assert message["response"] == "utter_details_clusters"
    assert message["clusters"] == ["tweed", "plastiwin"]


def test_a_word_that_is_no_trade_is_not_judged(catalogue):
    strange = {"entity": "metier_inconnu", "value": "blorp"}
    (message,) = uttered(FindClusters(catalogue), entities=[strange])
    assert message["response"] == "utter_metier_inconnu"


def test_one_two_or_no_cluster_for_a_trade(catalogue):
    action = FindClusters(catalogue)
    (one,) = uttered(action, entities=[trade(["twist"])])
    assert (one["response"], one["clusters"]) == ("utter_un_cluster_convient", ["twist"])
    (two,) = uttered(action, entities=[trade(["twist", "infopole"])])
    assert two["response"] == "utter_des_clusters_conviennent"
    assert two["clusters"] == ["twist", "infopole"]
    (of_three_trades,) = uttered(action, entities=[trade(["twist", "infopole", "tweed"])])
    assert of_three_trades["clusters"] == ["twist", "infopole", "tweed"]
    (pole,) = uttered(action, entities=[trade(poles=["wagralim"])])
    assert (pole["response"], pole["nom"]) == ("utter_aucun_cluster_un_pole", "Wagralim")
    (none,) = uttered(action, entities=[trade()])
    assert none["response"] == "utter_aucun_cluster"
    assert uttered(action) == []  # the guided search asks: see test_guided_search


def test_a_pole_is_introduced_when_it_is_named(catalogue):
    said = [{"entity": "pole", "value": "biowin"}]
    first, second = uttered(DefinePole(catalogue), entities=said)
    assert (first["response"], first["nom"]) == ("utter_detail_pole", "BioWin")
    assert second["response"] == "utter_pole_definition"
    (general,) = uttered(DefinePole(catalogue))
    assert general["response"] == "utter_pole_definition"


def test_what_the_page_leaves_open_names_the_cluster_asked_about(catalogue):
    (general,) = uttered(NotOnPage(catalogue))
    assert general["response"] == "utter_info_absente"
    (about,) = uttered(NotOnPage(catalogue), entities=[cluster("twist")])
    assert (about["response"], about["nom"]) == ("utter_info_absente_cluster", "TWIST")


@pytest.mark.parametrize("action", [DescribeCluster, ListClusters, FindClusters, NotOnPage])
def test_a_catalogue_that_is_away_gives_an_apology_and_a_log(action, tmp_path, caplog):
    gone = Catalogue(build_engine(f"sqlite:///{tmp_path}/gone.db"))
    said = [cluster("tweed"), trade(["tweed"])]
    messages = uttered(action(gone), entities=said)
    assert [message["response"] for message in messages] == ["utter_catalogue_indisponible"]
    assert "unable to open database file" in caplog.text


TITLES = {
    "responses": {
        "utter_titres": [
            {
                "buttons": [
                    {"title": "Les avantages", "payload": "/avantages"},
                    {"title": "La liste", "payload": "/liste_clusters"},
                    {"title": "Autre chose", "payload": "/autre_chose"},
                ]
            }
        ]
    }
}


def ranked(*pairs: tuple[str, float]) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": confidence} for name, confidence in pairs]


def test_plausible_topics_are_offered_with_their_titles():
    ranking = ranked(
        ("nlu_fallback", 0.3), ("avantages", 0.28), ("hors_sujet", 0.2), ("liste_clusters", 0.2)
    )
    (message,) = uttered(NotUnderstood(), ranking=ranking, domain=TITLES)
    assert message["response"] == "utter_choix"
    titles = [button["title"] for button in message["buttons"]]
    assert titles == ["Les avantages", "La liste", "Autre chose"]


def test_three_topics_at_most_are_offered():
    names = ("avantages", "liste_clusters", "definition", "adhesion")
    titles = {"responses": {"utter_titres": [{"buttons": [
        {"title": name, "payload": f"/{name}"} for name in (*names, "autre_chose")
    ]}]}}  # fmt: skip
    ranking = ranked(*((name, 0.2) for name in names))
    (message,) = uttered(NotUnderstood(), ranking=ranking, domain=titles)
    assert [b["title"] for b in message["buttons"]] == [*names[:3], "autre_chose"]


def test_a_cluster_that_is_named_is_always_offered_by_its_name(catalogue):
    ranking = ranked(("detail_cluster", 0.3), ("avantages", 0.2), ("liste_clusters", 0.2))
    named = [cluster("infopole"), cluster("twist")]
    said = {"ranking": ranking, "domain": TITLES, "entities": named}
    (message,) = uttered(NotUnderstood(catalogue), **said)
    titles = [button["title"] for button in message["buttons"]]
    assert titles == ["L’INFOPOLE Cluster TIC", "TWIST", "Les avantages", "Autre chose"]
    assert message["buttons"][1]["payload"] == '/detail_cluster{"cluster": "twist"}'


def test_without_a_plausible_topic_it_says_so():
    ranking = ranked(("nlu_fallback", 0.3), ("hors_sujet", 0.28), ("avantages", 0.05))
    (message,) = uttered(NotUnderstood(), ranking=ranking, domain=TITLES)
    assert message["response"] == "utter_pas_compris"


@pytest.mark.parametrize(
    ("action", "entities", "response"),
    [
        (OutOfScope(), [{"entity": "objet", "de_objet": "de la météo"}], "utter_hors_sujet_objet"),
        (OutOfScope(), [], "utter_hors_sujet"),
    ],
)
def test_out_of_scope_names_back_what_it_knows(action, entities, response):
    (message,) = uttered(action, entities=entities)
    assert message["response"] == response
    assert message.get("objet") == (entities[0]["de_objet"] if entities else None)


def test_a_network_that_the_page_does_not_know_gets_its_dated_fact(catalogue):
    (known,) = uttered(UnknownName(catalogue), entities=[{"entity": "reseau", "value": "h2o"}])
    assert known["response"] == "utter_autre_reseau"
    assert "2022" in known["faits"]
    (unknown,) = uttered(UnknownName(catalogue))
    assert unknown["response"] == "utter_nom_inconnu"


@pytest.mark.parametrize("need", ["danger", "detresse"])
def test_a_person_in_need_gets_one_line_and_the_search_ends(need):
    dispatcher = CollectingDispatcher()
    language = [{"entity": "langue", "value": "nl"}]
    said = [{"event": "user", "parse_data": {"intent": {"name": need}}}, {"event": "action"}]
    events = StandBy().run(dispatcher, tracker(entities=language, events=said), {})
    responses = [one["response"] for one in dispatcher.messages]
    assert responses == ["utter_detresse_nl", f"utter_{need}"]
    assert events == leave()


def test_the_second_time_running_it_hands_off():
    events = [
        {"event": "action", "name": "action_not_understood"},
        {"event": "action", "name": "action_listen"},
        {"event": "user"},
    ]
    ranking = ranked(("avantages", 0.28))
    (message,) = uttered(NotUnderstood(), ranking=ranking, domain=TITLES, events=events)
    assert message["response"] == "utter_pas_compris_encore"
    events[0]["name"] = "utter_avantages"
    (message,) = uttered(NotUnderstood(), ranking=ranking, domain=TITLES, events=events)
    assert message["response"] == "utter_choix"


def test_a_session_starts_with_the_introduction():
    dispatcher = CollectingDispatcher()
    events = SessionStart().run(dispatcher, tracker(), {})
    assert dispatcher.messages[0]["response"] == "utter_presentation"
    assert [event["event"] for event in events] == ["session_started", "action"]
