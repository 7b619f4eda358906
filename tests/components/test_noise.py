import random

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.noise import noisy
from components.noisy_copies import NoisyCopies

QUESTION = "Qu’est-ce qu’un cluster, et quels sont ses avantages pour une entreprise ?"


def test_the_same_seed_makes_the_same_noise():
    assert noisy(QUESTION, random.Random(3)) == noisy(QUESTION, random.Random(3))


def test_noise_varies_and_never_leaves_nothing():
    lot = random.Random(1)
    copies = {noisy(QUESTION, lot) for _ in range(30)}
    assert len(copies) > 25
    assert all(noisy(text, lot) for text in ("?", "oui", "a", "!!") for _ in range(50))


def test_copies_are_added_in_training_only():
    component = NoisyCopies({"copies": 2, "seed": 7})
    data = TrainingData([Message({"text": QUESTION, "intent": "definition"})])
    examples = component.process_training_data(data).intent_examples
    assert [example.get("intent") for example in examples] == ["definition"] * 3
    assert [example.get("original_text") for example in examples] == [None, QUESTION, QUESTION]
    message = Message({"text": QUESTION})
    assert component.process([message]) == [message]
    assert message.get("text") == QUESTION
