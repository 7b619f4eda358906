"""Plays the dialogues of this folder with the trained assistant."""

import uuid
from pathlib import Path

import pytest

from tests.conversations.dialogue import Dialogue, play, read_dialogues

pytestmark = pytest.mark.slow

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize(
    "dialogue",
    [dialogue for path in FILES for dialogue in read_dialogues(path)],
    ids=lambda dialogue: dialogue.title,
)
def test_dialogue(assistant, loop, dialogue: Dialogue):
    wrong = loop.run_until_complete(play(assistant, dialogue, uuid.uuid4().hex))
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_difference_is_told(assistant, loop, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("# x\n> c’est quoi un cluster ?\n= avantages\n~ licorne\n! réseau\n", "utf-8")
    (dialogue,) = read_dialogues(path)
    wrong = "\n".join(loop.run_until_complete(play(assistant, dialogue, uuid.uuid4().hex)))
    for told in ("ligne 2", "attendu avantages", "« licorne » manque", "« réseau » est de trop"):
        assert told in wrong


def test_a_line_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("# x\n\nbonjour\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ligne 3"):
        read_dialogues(path)
