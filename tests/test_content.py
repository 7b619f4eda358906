"""What editors write: complete, well set, and of one piece with the rules."""

import json
import re
from itertools import chain

import pytest
from rasa.shared.utils.io import read_yaml_file

from actions.answer_parts import AnswerParts
from actions.cluster_catalogue.catalogue import Catalogue
from actions.cluster_catalogue.document import read_document
from actions.cluster_catalogue.engine import ROOT, build_engine
from components.topics.intents import intent_kinds

DOMAIN = read_yaml_file(ROOT / "domain.yml")
RULES = read_yaml_file(ROOT / "data" / "rules.yml")["rules"]
TITLES = "utter_titres"
MAX_ANSWER = 600
MAX_TURN = 1200
TOPICS = sorted(intent_kinds().questions)

WORDINGS = [
    (name, wording)
    for name, wordings in DOMAIN["responses"].items()
    for wording in wordings
    if name != TITLES
]
FRENCH = [(name, w) for name, w in WORDINGS if "langue" not in w.get("metadata", {})]
TEXTS = [(name, wording["text"]) for name, wording in FRENCH] + [
    (name, button["title"])
    for name, wordings in DOMAIN["responses"].items()
    for wording in wordings
    for button in wording.get("buttons", [])
]

CATALOGUE = read_document(ROOT / "data" / "clusters.yml")[0].organisations()
TEXTS += [(one.name, one.presentation) for one in CATALOGUE]
TEXTS += [(one.name, fact.text) for one in CATALOGUE for fact in one.facts]

PRECISIONS = read_yaml_file(ROOT / "data" / "precisions.yml")
TEXTS += [("precisions.yml", told["reponse"]) for told in PRECISIONS]


def test_the_list_of_clusters_is_short_enough_too():
    lines = [f"• {one.name} : {one.presentation}" for one in CATALOGUE[:6]]
    for wording in DOMAIN["responses"]["utter_liste_clusters"]:
        assert len(wording["text"]) + len("\n".join(lines)) < MAX_ANSWER


def test_every_intent_has_its_rule():
    told = {step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step}
    assert told == set(DOMAIN["intents"])


def test_every_intent_that_is_answered_is_a_question():
    """One that is missing in data/sujets.yml would be no second question, and no clause."""
    pipeline = read_yaml_file(ROOT / "config.yml")["pipeline"]
    answers = next(one["answers"] for one in pipeline if "answers" in one)
    assert set(answers) <= set(TOPICS) <= set(DOMAIN["intents"])


def test_every_button_says_an_intent_that_exists():
    buttons = chain.from_iterable(w.get("buttons", []) for _, w in WORDINGS)
    assert {b["payload"].lstrip("/").partition("{")[0] for b in buttons} <= set(DOMAIN["intents"])


def test_yes_no_and_points_lead_to_intents_that_exist():
    for name, wording in WORDINGS:
        told = wording.get("metadata", {})
        led = {told[key] for key in ("oui", "non") if key in told} | set(told.get("points", []))
        assert led <= set(DOMAIN["intents"]), name


def test_an_example_is_offered_for_every_cluster_and_no_other():
    (wording,) = DOMAIN["responses"]["utter_exemples_metiers"]
    payloads = [b["payload"].partition("{{")[2].rstrip("}") for b in wording["buttons"]]
    offered = [json.loads("{" + payload + "}")["cluster"] for payload in payloads]
    assert offered == [one.slug for one in CATALOGUE[:6]]


def test_what_is_answered_in_parts_is_answered_as_when_it_stands_alone():
    ruled = {
        rule["steps"][0].get("intent"): rule["steps"][1].get("action")
        for rule in RULES
        if len(rule["steps"]) == 2
    }
    actions = AnswerParts(Catalogue(build_engine("sqlite://"))).actions
    for topic in TOPICS:
        alone = actions[topic].name() if topic in actions else f"utter_{topic}"
        assert ruled[topic] == alone


ECHOES = {"utter_detail_pole", "utter_hors_sujet"} | {
    # what is said once, or asks
    "utter_presentation",
    "utter_exemples_metiers",
    "utter_piste",
    "utter_quel_siege",
    "utter_quel_projet",
    "utter_arreter",
    "utter_catalogue_indisponible",
    "utter_panne",
    "utter_ne_sait_pas",
    "utter_autre_chose",
    "utter_message_vide",
    "utter_choix",
    "utter_pas_compris",
    "utter_langue_en",
    "utter_langue_nl",
    "utter_langue_de",
    *(f"utter_langue_{code}" for code in ("it", "es", "pt", "ro", "pl", "tr", "ar", "uk")),
    # a person in need is not to be amused by variety
    "utter_danger",
    "utter_detresse",
    "utter_detresse_en",
    "utter_detresse_nl",
    "utter_detresse_de",
    TITLES,
}


# Small talk in the visitor's language: utter_saluer_nl …
ECHOES |= {name for name in DOMAIN["responses"] if re.search("_(en|nl|de)$", name)}


@pytest.mark.parametrize("name", sorted(set(DOMAIN["responses"]) - ECHOES))
def test_a_question_asked_twice_gets_other_words(name):
    texts = [wording["text"] for wording in DOMAIN["responses"][name]]
    assert len(set(texts)) == len(texts) >= 2


def test_the_longest_two_answers_fit_in_one_turn():
    longest = {
        topic: max(len(w["text"]) for w in DOMAIN["responses"][f"utter_{topic}"])
        for topic in TOPICS
        if f"utter_{topic}" in DOMAIN["responses"]
    }
    courtesy = max(len(w["text"]) for name, w in WORDINGS if "langue" in w.get("metadata", {}))
    assert sum(sorted(longest.values())[-2:]) + courtesy < MAX_TURN


def test_every_topic_that_may_be_offered_has_a_title():
    told = {b["payload"].lstrip("/") for b in DOMAIN["responses"][TITLES][0]["buttons"]}
    small_talk = {"saluer", "au_revoir", "remercier", "affirmer", "nier", "frustration"}
    small_talk |= {"entendu", "ne_sait_pas", "arreter", "a_preciser", "doute", "redire"}
    small_talk |= {"pourquoi_demander", "discret"}
    never = {"hors_sujet", "info_absente", "message_vide", "nlu_fallback"}
    never |= {"plusieurs_questions", "autre_langue", "danger", "detresse"}
    never |= {"nom_inconnu", "premisse", "service"}
    assert told == set(DOMAIN["intents"]) - small_talk - never


@pytest.mark.parametrize(("name", "wording"), WORDINGS, ids=lambda value: str(value)[:30])
def test_answers_are_short_and_buttons_few(name, wording):
    """Of these buttons `AlternatingResponses` shows three, those not gone through yet."""
    assert len(wording["text"]) < MAX_ANSWER
    assert len(wording.get("buttons", [])) <= 6 or name == TITLES


@pytest.mark.parametrize("told", PRECISIONS, ids=lambda told: told["reponse"][:40])
def test_a_precise_answer_fits_before_those_of_its_topics(told):
    assert told["sujets"]
    assert told["mots"]
    for topic in told["sujets"]:
        texts = [
            wording["text"]
            for name, wording in FRENCH
            if topic in (wording.get("metadata", {}).get("topic"), name.removeprefix("utter_"))
        ]
        assert texts, f"{topic} n’est le sujet d’aucune réponse"
        assert max(map(len, texts)) + len(told["reponse"]) < MAX_ANSWER


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
    "utter_conclusion": ["{liste}", "{lien}", "ancrer"],
    "utter_cluster_pour_moi_nomme": ["{nom}", "ancrer", "international", "{lien}"],
    "utter_frustration": ["{portail}"],
    "utter_a_preciser": ["{portail}"],
    **{f"utter_langue_{code}": ["{portail}"] for code in ("it", "es", "pt", "ro", "pl", "tr")},
    "utter_langue_ar": ["بالفرنسية", "{portail}"],
    "utter_langue_uk": ["французькою", "{portail}"],
    "utter_langue_en": ["French", "{portail}"],
    "utter_langue_nl": ["Frans", "{portail}"],
    "utter_langue_de": ["Französisch", "{portail}"],
    "utter_soutien_public": ["Région wallonne", "partenariats innovants"],
    "utter_pole_definition": ["R&D", "financ", "stratégie de positionnement compétitif"],
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
    """All of them the first time; half of them when it is said again, shorter or otherwise."""
    for place, wording in enumerate(DOMAIN["responses"][name]):
        missing = [fact for fact in FACTS[name] if fact not in wording["text"]]
        most = len(FACTS[name]) // 2 if place else 0
        assert len(missing) <= most, f"{name} a perdu {missing}"
