"""The intent of a message: reading it, settling it, and what kinds there are."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

# What a question may ask.
TOPICS = frozenset(
    [
        "definition",
        "caracteristiques",
        "acteurs",
        "contrat_avenir",
        "avantages",
        "avantage_productivite",
        "avantage_marche",
        "avantage_innovation",
        "difference_pole",
        "pole_definition",
        "liste_clusters",
        "detail_cluster",
        "cluster_par_secteur",
        "cluster_pour_moi",
        "adhesion",
        "soutien_public",
        "lien_site",
        "outils",
        "info_absente",
        "bot",
        "aide",
    ]
)
# What the page does not answer.
REFUSED = frozenset(["hors_sujet", "info_absente", "nom_inconnu", "premisse", "service"])
# A person in need: whatever else is in the message is left alone.
NEEDS = ("danger", "detresse")


def intent_of(message: Message) -> str:
    """The name of the intent of `message`; empty if there is none."""
    return (message.get(INTENT) or {}).get(INTENT_NAME_KEY) or ""


def confidence_of(message: Message) -> float:
    """The confidence in the intent of `message`, 0 to 1."""
    return (message.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0)


def settle(message: Message, intent: str, confidence: float = 1.0) -> None:
    """Gives `message` another intent."""
    settled = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
    message.set(INTENT, settled, add_to_output=True)
