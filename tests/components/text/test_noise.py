import random

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text.noise import noisy
from components.text.noisy_copies import NoisyCopies

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


def test_another_example_leaves_the_copies_of_the_others_alone():
    def copies_of_the_question(*others: str) -> list[str]:
        texts = [*others, QUESTION]
        data = TrainingData([Message({"text": text, "intent": "definition"}) for text in texts])
        examples = NoisyCopies({"copies": 2, "seed": 7}).process_training_data(data).intent_examples
        return [one.get("text") for one in examples if one.get("original_text") == QUESTION]

    alone = copies_of_the_question()
    assert len(set(alone)) == 2
    assert copies_of_the_question("les avantages", "qui paie ?") == alone
