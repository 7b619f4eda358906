"""Two hundred turns in one conversation: every one answered, and always the same."""

import uuid

import pytest

pytestmark = pytest.mark.slow

TURNS = 200
# Complete questions: what they mean does not depend on what went before.
QUESTIONS = [
    "Qu’est-ce qu’un cluster ?",
    "Qu’est-ce qui caractérise un cluster ?",
    "Quelles entreprises et quels centres composent un cluster ?",
    "Qu’était le Contrat d’Avenir pour la Wallonie ?",
    "Quels sont les avantages d’un cluster pour une entreprise ?",
    "Un cluster fait-il gagner en productivité ?",
    "Comment un cluster aide-t-il à innover ?",
    "Quelle est la différence entre un cluster et un pôle de compétitivité ?",
    "Qu’est-ce qu’un pôle de compétitivité ?",
    "Quels sont les clusters wallons ?",
    "Que fait le cluster PLASTIWIN ?",
    "Que fait le cluster TWIST ?",
    "Quel cluster pour un installateur de panneaux solaires ?",
    "Quel cluster pour un salon de coiffure ?",
    "Combien coûte l’adhésion à un cluster ?",
    "Qui finance les clusters ?",
    "Quel est le site des clusters ?",
    "Comment imprimer cette page ?",
    "Quel temps fera-t-il demain à Namur ?",
    "Êtes-vous un robot ?",
]


def test_the_same_question_gets_the_same_topic_and_facts(assistant, loop):
    session = uuid.uuid4().hex
    known: dict[str, tuple] = {}
    for number in range(TURNS):
        question = QUESTIONS[number % len(QUESTIONS)]
        turn = loop.run_until_complete(assistant.say(session, question))
        topics = tuple(bubble.topic for bubble in turn.bubbles if bubble.topic)
        clusters = tuple(slug for bubble in turn.bubbles for slug in bubble.clusters)
        assert topics, f"tour {number} : « {question} » reste sans réponse"
        assert (topics, clusters) == known.setdefault(question, (topics, clusters)), (
            f"tour {number} : « {question} »"
        )
