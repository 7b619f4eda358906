"""The one map from what a contestant understands to what is judged: the topic, for all alike."""

from __future__ import annotations

from collections.abc import Iterable

# An intent is its own topic, but for these: two intents that get the same answer, and what each
# contestant calls "not understood". The last one is what our assistant offers topics at.
TOPIC = {
    "info_absente": "hors_sujet",
    "nom_inconnu": "hors_sujet",
    "premisse": "hors_sujet",
    "service": "hors_sujet",
    "nlu_fallback": "choix",
    "None": "choix",
    "a_preciser": "choix",
}
NOTHING = "choix"  # of no intent at all
REFUSALS = frozenset({"hors_sujet", "choix"})

# Another topic whose answer serves the question as well.
ALSO = {
    "caracteristiques": {"definition"},
    "acteurs": {"definition", "cluster_pour_moi"},
    "avantage_productivite": {"avantages"},
    "avantage_marche": {"avantages"},
    "avantage_innovation": {"avantages"},
    "pole_definition": {"difference_pole"},
    "difference_pole": {"pole_definition"},
    "soutien_public": {"difference_pole", "pole_definition", "contrat_avenir"},
    "adhesion": {"lien_site"},
    "lien_site": {"adhesion", "detail_cluster"},
    "cluster_pour_moi": {"cluster_par_secteur"},
    "cluster_par_secteur": {"cluster_pour_moi", "detail_cluster"},
}


def topic_of(intent: str | None) -> str:
    """The topic of an intent."""
    return TOPIC.get(intent, intent) if intent else NOTHING


def accepted(topics: Iterable[str]) -> frozenset[str]:
    """The topics that serve a question on any of `topics`."""
    wanted = set(topics)
    return frozenset(wanted.union(*(ALSO.get(topic, set()) for topic in wanted)))
