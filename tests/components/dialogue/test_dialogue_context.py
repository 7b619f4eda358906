from rasa.shared.core.events import ActionExecuted, SessionStarted

from components.dialogue.dialogue_context import DialogueContext
from tests.components.trackers import answered, asking, said, tracker

SIX = ("cap2020", "eco-construction", "plastiwin", "infopole", "tweed", "twist")


def context(*events) -> DialogueContext:
    return DialogueContext.of(tracker(*events))


def test_at_first_nothing_was_spoken_of():
    assert context() == DialogueContext()
    assert context().key == "rien"


def test_a_topic_outlives_small_talk():
    found = context(said("a"), answered("avantages"), said("b"), answered("hors_sujet"))
    assert (found.topic, found.last, found.key) == ("avantages", "hors_sujet", "avantages")


def test_small_talk_is_the_context_where_nothing_else_is():
    assert context(said("saluer"), answered("saluer")).key == "saluer"


def test_what_the_search_asks_for_comes_first():
    found = context(said("a"), answered("adhesion"), *asking("metier"))
    assert (found.topic, found.asked, found.key) == ("adhesion", "metier", "demande_metier")


def test_a_list_is_what_ranks_count_in_and_ends_the_focus():
    found = context(
        said("a", "tweed"),
        answered("detail_cluster", "tweed"),
        said("b"),
        answered("liste_clusters", *SIX),
    )
    assert found.listed == SIX
    assert found.clusters == ()
    assert found.seen == ("tweed",)


def test_the_cluster_in_focus_is_the_one_spoken_of_last():
    found = context(
        said("a", "tweed"),
        answered("detail_cluster", "tweed"),
        said("b", "twist"),
        answered("hors_sujet"),
    )
    assert found.clusters == ("twist",)
    assert found.seen == ("tweed", "twist")


def test_one_or_two_clusters_are_singled_out_and_three_are_not():
    assert context(said("a"), answered("detail_cluster", "tweed", "twist")).seen == SIX[4:]
    assert context(said("a"), answered("cluster_par_secteur", *SIX[:3])).seen == ()


def test_the_focus_fades_and_a_vain_search_ends_it():
    told = [said("a", "tweed"), answered("detail_cluster", "tweed")]
    other = [said("b"), answered("definition")]
    assert context(*told, *other).clusters == ("tweed",)
    assert context(*told, *other * 3).clusters == ("tweed",)
    assert context(*told, *other * 4).clusters == ()
    assert context(*told, said("c"), answered("cluster_par_secteur")).clusters == ()


def test_yes_and_no_mean_what_the_last_bubble_made_of_them():
    found = context(said("a"), answered("remercier", oui="aide", non="au_revoir"))
    assert (found.yes, found.no) == ("aide", "au_revoir")
    assert context(said("a"), answered("saluer", non="aide"), answered("x")).no == ""


def test_offers_in_doubt_can_be_chosen_until_the_next_bubble():
    offer = answered("choix", buttons=[{"title": "A", "payload": "/a"}])
    assert context(said("a"), offer).choices == ("/a",)
    assert context(said("a"), offer, said("b"), answered("definition")).choices == ()


def test_points_counted_off_stay_while_they_are_spoken_of():
    counted = [said("a"), answered("avantages", points=["p1", "p2"])]
    assert context(*counted).points == ("p1", "p2")
    assert context(*counted, said("b"), answered("p1")).points == ("p1", "p2")
    assert context(*counted, said("b"), answered("liste_clusters", *SIX)).points == ()


def test_a_new_session_starts_anew():
    found = context(
        said("a"), answered("avantages"), ActionExecuted("action_session_start"), SessionStarted()
    )
    assert found == DialogueContext()
