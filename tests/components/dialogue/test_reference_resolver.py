"""References on the real catalogue, in conversations as Rasa keeps them."""

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.reference_resolver import ReferenceResolver
from components.entities.fresh import Fresh
from tests.components.trackers import answered, said, tracker

SIX = ("cap2020", "eco-construction", "plastiwin", "infopole", "tweed", "twist")
LIST = [said("liste_clusters"), answered("liste_clusters", *SIX)]
TWO = [said("cluster_par_secteur"), answered("cluster_par_secteur", "cap2020", "tweed")]
ONE = [said("detail_cluster", "plastiwin"), answered("detail_cluster", "plastiwin")]


@pytest.fixture
def resolver(catalogue, trades) -> ReferenceResolver:
    return ReferenceResolver(Fresh(catalogue, lambda _: trades))


def resolve(resolver, text, intent, *events, entities=()):
    message = Message({TEXT: text, INTENT: {"name": intent}, ENTITIES: list(entities)})
    resolver.process([message], tracker(*events))
    slugs = [e["value"] for e in message.get(ENTITIES) if e["entity"] == "cluster"]
    return message.get(INTENT)["name"], slugs


@pytest.mark.parametrize(
    ("text", "intent", "events", "slugs"),
    [
        ("le troisième ?", "detail_cluster", LIST, ["plastiwin"]),
        ("le 2e et le dernier", "detail_cluster", LIST, ["eco-construction", "twist"]),
        ("le deuxième", "detail_cluster", TWO, ["tweed"]),
        ("celui avec le plastique", "detail_cluster", LIST, ["plastiwin"]),
        ("il fait quoi ?", "detail_cluster", ONE, ["plastiwin"]),
        ("qui le dirige ?", "info_absente", ONE, ["plastiwin"]),
        ("lequel des deux fait de l’énergie ?", "detail_cluster", TWO, ["tweed"]),
        ("présentez-moi les deux", "detail_cluster", TWO, ["cap2020", "tweed"]),
        ("et l’autre ?", "detail_cluster", [*TWO, *ONE, *TWO], ["tweed"]),
        ("et le suivant ?", "detail_cluster", [*LIST, *ONE], ["infopole"]),
        ("revenons au tout premier", "detail_cluster", [*ONE, *LIST], ["plastiwin"]),
    ],
)
def test_what_is_pointed_at(resolver, text, intent, events, slugs):
    assert resolve(resolver, text, intent, *events) == (intent, slugs)


@pytest.mark.parametrize(
    ("text", "events", "slugs"),
    [
        ("celui du milieu", LIST, ["plastiwin", "infopole"]),
        ("tell me about the third one", LIST, ["plastiwin"]),
        ("de laatste graag", LIST, ["twist"]),
        ("das andere", TWO, ["tweed"]),
        ("3", LIST, ["plastiwin"]),
        ("non pas lui, l’autre", [*TWO, *ONE, *TWO], ["tweed"]),
    ],
)
def test_the_middle_a_figure_and_other_languages(resolver, text, events, slugs):
    assert resolve(resolver, text, "detail_cluster", *events) == ("detail_cluster", slugs)


def test_a_rank_in_another_language_settles_a_longer_message(resolver):
    english = [{"entity": "langue", "value": "en"}]
    text = "and what about the third one"
    told = resolve(resolver, text, "hors_sujet", *LIST, entities=english)
    assert told == ("detail_cluster", ["plastiwin"])
    assert resolve(resolver, text, "hors_sujet", *LIST) == ("hors_sujet", [])


def test_a_figure_alone_is_a_rank_whatever_it_resembles(resolver):
    assert resolve(resolver, "6", "liste_clusters", *LIST) == ("detail_cluster", ["twist"])
    assert resolve(resolver, "6", "liste_clusters") == ("liste_clusters", [])


def spared(resolver, text, intent, *events, entities=()):
    message = Message({TEXT: text, INTENT: {"name": intent}, ENTITIES: list(entities)})
    resolver.process([message], tracker(*events))
    return message.get(INTENT)["name"], [
        e["value"] for e in message.get(ENTITIES) if e["entity"] == "sauf"
    ]


def test_what_is_set_aside_leaves_the_others(resolver):
    named = [{"entity": "cluster", "value": "tweed", "start": 23, "end": 28}]
    text = "tous les clusters sauf TWEED"
    others = ("liste_clusters", ["tweed"])
    assert spared(resolver, text, "detail_cluster", entities=named) == others
    assert spared(resolver, "et à part ces deux-là ?", "nlu_fallback", *TWO) == (
        "liste_clusters",
        ["cap2020", "tweed"],
    )
    plastic = spared(resolver, "tout sauf le plastique", "cluster_par_secteur")
    assert plastic == ("liste_clusters", ["plastiwin"])


def test_a_trade_that_is_taken_back_takes_its_cluster_with_it(resolver):
    told = spared(resolver, "non, oubliez la maçonnerie", "cluster_par_secteur", *TWO)
    assert told == ("cluster_par_secteur", ["cap2020"])


def test_a_name_alone_asks_what_was_asked_of_another(resolver):
    named = [{"entity": "cluster", "value": "twist", "start": 10, "end": 15}]
    asked = resolve(resolver, "disons pour TWIST", "nlu_fallback", answered("adhesion"),
                    entities=named)  # fmt: skip
    assert asked == ("adhesion", ["twist"])


def test_with_nothing_to_refer_to_nothing_is_guessed(resolver):
    for text in ("le troisième ?", "il fait quoi ?", "et l’autre ?", "lequel des deux ?"):
        assert resolve(resolver, text, "detail_cluster") == ("detail_cluster", [])


def test_a_rank_settles_a_message_in_doubt_while_clusters_are_spoken_of(resolver):
    assert resolve(resolver, "le 4 ?", "nlu_fallback", *LIST) == ("detail_cluster", ["infopole"])
    later = [*LIST, said("avantages"), answered("avantages")]
    assert resolve(resolver, "le 4 ?", "nlu_fallback", *later) == ("nlu_fallback", [])


def test_a_rank_alone_settles_even_what_seemed_out_of_scope(resolver):
    assert resolve(resolver, "et le deuxième alors", "hors_sujet", *TWO)[1] == ["tweed"]
    more = "et le deuxième prix alors"
    assert resolve(resolver, more, "hors_sujet", *TWO) == ("hors_sujet", [])


def test_back_to_the_first_means_the_first_that_was_spoken_of(resolver):
    twist = [said("detail_cluster", "twist"), answered("detail_cluster", "twist")]
    text = "celui du début, le premier"
    assert resolve(resolver, text, "detail_cluster", *ONE, *twist)[1] == ["plastiwin"]


def test_what_parts_the_two_clusters_is_not_the_difference_with_poles(resolver):
    text = "qu’est-ce qui distingue les deux ?"
    assert resolve(resolver, text, "difference_pole", *TWO)[0] == "detail_cluster"
    text = "qu’est-ce qui distingue les deux, clusters et pôles ?"
    assert resolve(resolver, text, "difference_pole", *TWO)[0] == "difference_pole"


def test_a_named_cluster_is_left_as_it_is(resolver):
    named = [{"entity": "cluster", "value": "twist"}]
    assert resolve(resolver, "et TWIST ?", "detail_cluster", *ONE, entities=named)[1] == ["twist"]
    found = resolve(resolver, "TWIST, de quoi s’agit-il ?", "definition", entities=named)
    assert found == ("detail_cluster", ["twist"])


def test_all_clusters_are_not_the_one_in_focus(resolver):
    text = "combien de membres dans tous les clusters ?"
    assert resolve(resolver, text, "info_absente", *ONE)[1] == []


@pytest.mark.parametrize("intent", ["definition", "detail_cluster", "info_absente", None])
def test_a_network_that_the_page_does_not_know_is_asked_about_as_such(resolver, intent):
    network = {"entity": "reseau", "value": "h2o"}
    assert resolve(resolver, "c’est quoi H2O ?", intent, entities=[network]) == ("nom_inconnu", [])


def test_what_else_is_asked_beside_a_network_stays(resolver):
    network, pole = {"entity": "reseau", "value": "h2o"}, {"entity": "pole", "value": "skywin"}
    for intent, entities in (("adhesion", [network]), ("pole_definition", [network, pole])):
        assert resolve(resolver, "H2O ?", intent, entities=entities) == (intent, [])
