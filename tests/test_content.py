"""What editors write: complete, well set, and of one piece with the rules."""

import re
from itertools import chain

import pytest
from rasa.shared.utils.io import read_yaml_file

from actions.cluster_catalogue.document import read_document
from actions.cluster_catalogue.engine import ROOT

DOMAIN = read_yaml_file(ROOT / "domain.yml")
RULES = read_yaml_file(ROOT / "data" / "rules.yml")["rules"]
TITLES = "utter_titres"
MAX_ANSWER = 600

WORDINGS = [
    (name, wording)
    for name, wordings in DOMAIN["responses"].items()
    for wording in wordings
    if name != TITLES
]
TEXTS = [(name, wording["text"]) for name, wording in WORDINGS] + [
    (name, button["title"])
    for name, wordings in DOMAIN["responses"].items()
    for wording in wordings
    for button in wording.get("buttons", [])
]

CATALOGUE = read_document(ROOT / "data" / "clusters.yml")[0].organisations()
TEXTS += [(one.name, one.presentation) for one in CATALOGUE]
TEXTS += [(one.name, fact.text) for one in CATALOGUE for fact in one.facts]


def test_the_list_of_clusters_is_short_enough_too():
    lines = [f"• {one.name} : {one.presentation}" for one in CATALOGUE[:6]]
    (wording,) = DOMAIN["responses"]["utter_liste_clusters"]
    assert len(wording["text"]) + len("\n".join(lines)) < MAX_ANSWER


def test_every_intent_has_its_rule():
    told = {step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step}
    assert told == {next(iter(i)) if isinstance(i, dict) else i for i in DOMAIN["intents"]}


def test_every_button_says_an_intent_that_exists():
    buttons = chain.from_iterable(w.get("buttons", []) for _, w in WORDINGS)
    assert {b["payload"].lstrip("/") for b in buttons} <= set(DOMAIN["intents"])


def test_every_topic_that_may_be_offered_has_a_title():
    told = {b["payload"].lstrip("/") for b in DOMAIN["responses"][TITLES][0]["buttons"]}
    small_talk = {"saluer", "au_revoir", "remercier", "affirmer", "nier", "frustration"}
    never = {"hors_sujet", "info_absente", "message_vide", "nlu_fallback"}
    assert told == set(DOMAIN["intents"]) - small_talk - never


@pytest.mark.parametrize(("name", "wording"), WORDINGS, ids=lambda value: str(value)[:30])
def test_answers_are_short_and_buttons_few(name, wording):
    assert len(wording["text"]) < MAX_ANSWER
    assert len(wording.get("buttons", [])) <= 3


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda value: str(value)[:30])
def test_french_typography(name, text):
    """Apostrophe ’, espace insécable devant : ; ? ! et dans les guillemets français."""
    text = re.sub(r"https?://\S+", "", text)
    assert "'" not in text, f"{name} : écrivez ’ et non '"
    assert '"' not in text, f"{name} : écrivez « » et non des guillemets droits"
    assert not re.search(r"(?<![\u00a0\u202f])[:;?!»]", text), f"{name} : espace insécable"
    assert not re.search(r"«(?![\u00a0\u202f])", text), f"{name} : espace insécable après «"
    assert "  " not in text
    assert "..." not in text, f"{name} : écrivez …"


def test_answers_address_visitors_as_vous():
    for name, text in TEXTS:
        assert not re.search(r"\b(tu|ton|ta|tes|toi)\b", text.lower()), name


FACTS = {
    "utter_definition": ["initiative", "recherche", "formation", "liées", "vision"],
    "utter_caracteristiques": ["coopération", "non marchandes", "volontairement", "régionale"],
    "utter_contrat_avenir": ["2000", "Contrat d’Avenir pour la Wallonie", "réseaux", "PME"],
    "utter_avantages": ["productivité", "économies d’échelle", "connaissances", "confiance"],
    "utter_avantage_productivite": ["synergie", "prix", "partagés"],
    "utter_avantage_marche": ["confiance", "masse critique", "travail", "équipements"],
    "utter_avantage_innovation": ["clients et fournisseurs", "tirées par le marché", "proximité"],
    "utter_difference_pole": ["R&D", "animer", "financé publiquement", "Région wallonne"],
    "utter_cluster_pour_moi": ["belge ou étrangère", "ambitieuse", "international", "ancrer"],
    "utter_liste_clusters": ["{nombre}", "{liste}", "(trans-)sectoriels", "{portail}"],
    "utter_presentation": ["assistant automatique"],
    "utter_adhesion": ["ne dit pas", "{portail}"],
    "utter_hors_sujet": ["{portail}"],
    "utter_info_absente": ["{portail}"],
    "utter_catalogue_indisponible": ["{portail}"],
    "utter_panne": ["{portail}"],
}


@pytest.mark.parametrize("name", FACTS)
def test_facts_that_an_answer_must_keep(name):
    for wording in DOMAIN["responses"][name]:
        missing = [fact for fact in FACTS[name] if fact not in wording["text"]]
        assert not missing, f"{name} a perdu {missing}"
