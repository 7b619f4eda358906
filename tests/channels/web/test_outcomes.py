"""How turns end: the names that the editors gave, and which of them a turn has."""

import re

import pytest
from rasa.shared.utils.io import read_yaml_file

from actions.cluster_catalogue.engine import ROOT
from channels.assistant import Assistant, Turn
from channels.bubble import Bubble
from channels.web.outcomes import OTHER, read_outcomes, topic_of
from components.content import ContentError, read_content
from components.topics.intents import KINDS

DOMAIN = read_yaml_file(ROOT / "domain.yml")
UNSAID = {"utter_titres", "utter_deja_dit"}  # their texts and buttons go into other responses


@pytest.fixture(scope="module")
def outcomes():
    return read_outcomes(KINDS)


def turn(intent: str | None, *responses: str) -> Turn:
    """A turn with these responses, each with the metadata that it has in `domain.yml`."""
    bubbles = tuple(Bubble.from_message(DOMAIN["responses"][name][0]) for name in responses)
    return Turn("?", bubbles, intent, 1.0, 1.0, responses)


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_every_intent_has_an_outcome(outcomes, intent):
    assert outcomes.of(turn(intent)) != OTHER, f"ajoutez {intent} aux issues de data/sujets.yml"


@pytest.mark.parametrize("response", sorted(set(DOMAIN["responses"]) - UNSAID))
def test_every_response_has_an_outcome(outcomes, response):
    assert outcomes.of(turn(None, response)) != OTHER, f"ajoutez {response} aux issues"


def test_every_name_is_one_of_the_domain():
    told = read_content(KINDS)["issues"]
    responses = {
        name.removeprefix("utter_").removesuffix(f"_{wording.get('metadata', {}).get('langue')}")
        for name, (wording, *_) in DOMAIN["responses"].items()
    }
    named = {name for names in told.values() for name in names}
    assert named <= responses | set(DOMAIN["intents"])


@pytest.mark.parametrize(
    ("intent", "responses", "outcome"),
    [
        ("definition", ["utter_definition"], "repondu"),
        ("cluster_par_secteur", ["utter_un_cluster_convient", "utter_quel_siege"], "repondu"),
        ("cluster_par_secteur", ["utter_aucun_cluster"], "sans_cluster"),
        ("cluster_par_secteur", ["utter_aucun_cluster_un_pole"], "sans_cluster"),
        ("cluster_par_secteur", ["utter_metier_inconnu"], "pas_compris"),
        ("cluster_par_secteur", ["utter_quel_metier"], "choix"),
        ("cluster_pour_moi", ["utter_cluster_pour_moi", "utter_quel_metier"], "repondu"),
        ("nier", ["utter_conclusion"], "repondu"),  # to a question of the guided search
        ("nier", ["utter_nier"], "politesse"),
        ("info_absente", ["utter_info_absente"], "page_muette"),
        ("info_absente", ["utter_fait_cluster"], "repondu"),
        ("info_absente", ["utter_attribut_absent", "utter_quel_siege"], "page_muette"),
        ("nlu_fallback", ["utter_choix"], "choix"),
        ("nlu_fallback", ["utter_pas_compris"], "pas_compris"),
        ("hors_sujet", ["utter_hors_sujet", "utter_quel_metier"], "hors_sujet"),
        ("plusieurs_questions", ["utter_aucun_cluster", "utter_definition"], "repondu"),
        ("detail_cluster", ["utter_catalogue_indisponible"], "panne"),
        (None, ["utter_presentation", "utter_panne"], "panne"),
        ("autre_langue", ["utter_langue_en", "utter_definition"], "repondu"),
        ("autre_langue", ["utter_saluer_nl"], "politesse"),
        ("autre_langue", ["utter_langue_it"], "langue"),
        ("detresse", ["utter_detresse_de", "utter_detresse"], "besoin"),
        ("definition", [], "repondu"),
        (None, [], OTHER),
        ("an intent of another model", [], OTHER),
    ],
)
def test_what_was_said_decides_before_what_was_understood(outcomes, intent, responses, outcome):
    assert outcomes.of(turn(intent, *responses)) == outcome


def test_the_topic_is_that_of_the_first_bubble_that_has_one():
    assert topic_of(turn("x", "utter_langue_en", "utter_definition")) == "definition"
    assert topic_of(turn("x", "utter_quel_siege")) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("questions: [definition]", "champ issues : il faut des issues"),
        ("issues: [repondu]", "champ issues : il faut des issues"),
        ("issues:\n  repondu: definition", "champ issues : il faut des issues"),
        ("issues:\n  repondu: [aide]\n  choix: [aide]", "aide est dans repondu et dans choix"),
        ("issues:\n  repondu: [aide, 12]", "champ issues : il faut des issues"),
        ("", "champ issues : il faut des issues"),
        ("issues: [", "ligne 2 : YAML illisible"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path, content, told):
    path = tmp_path / "sujets.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(told)):
        read_outcomes(path)


TALK = {
    "C’est quoi un cluster ?": ("repondu", "definition"),
    "Je suis couvreur, quel est mon cluster ?": ("repondu", "cluster_par_secteur"),
    "nous sommes une boucherie, quel cluster pour nous ?": ("sans_cluster", "cluster_par_secteur"),
    "Quel est le budget de TWEED ?": ("page_muette", "hors_sujet"),
    "Quel temps fera-t-il demain ?": ("hors_sujet", "hors_sujet"),
    "merci beaucoup": ("politesse", "remercier"),
    "zqsd": ("pas_compris", "hors_sujet"),
    "le machin là": ("choix", "choix"),
    "j’ai envie de mourir": ("besoin", "detresse"),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", TALK)
def test_the_real_assistant_ends_its_turns_so(outcomes, assistant: Assistant, loop, text):
    async def ask() -> Turn:
        session = f"outcome of {text}"
        await assistant.open(session)
        return await assistant.say(session, text)

    said = loop.run_until_complete(ask())
    assert len(said.responses) == len(said.bubbles)
    assert (outcomes.of(said), topic_of(said)) == TALK[text]
