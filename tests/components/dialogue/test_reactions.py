import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.reactions import SIGNS, Reactions, read_meanings
from tests.components.trackers import answered, said, tracker


def meant(text, *events):
    message = Message({TEXT: text, INTENT: {"name": "classified"}})
    Reactions(read_meanings(SIGNS)).process([message], tracker(*events))
    return message.get(INTENT)["name"]


@pytest.mark.parametrize(
    ("text", "at_first", "later"),
    [
        ("👍", "affirmer", "affirmer"),
        ("👍🏽", "affirmer", "affirmer"),
        ("🙏", "remercier", "remercier"),
        ("❤️", "remercier", "remercier"),
        ("👋", "saluer", "au_revoir"),
        ("😊", "saluer", "entendu"),
        ("👎", "nier", "nier"),
        ("🦑", "message_vide", "entendu"),
        ("🦑 👍", "affirmer", "affirmer"),
        ("merci 👋", "classified", "classified"),
        ("?", "aide", "aide"),
        ("!", "message_vide", "entendu"),
        ("quoi ?", "classified", "classified"),
    ],
)
def test_signs_mean_something_by_their_place(text, at_first, later):
    assert meant(text) == at_first
    assert meant(text, said("x"), answered("definition")) == later
