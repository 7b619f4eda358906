"""The conversation in the terminal, with a script in place of the keyboard."""

import uuid

import pytest

from channels.terminal import Terminal

pytestmark = pytest.mark.slow


def talk(assistant, loop, *typed: str) -> str:
    lines, keys = [], iter(typed)

    def read(prompt: str) -> str:
        try:
            return next(keys)
        except StopIteration:
            raise EOFError from None

    terminal = Terminal(assistant, read, lines.append, width=60)
    loop.run_until_complete(terminal.run(uuid.uuid4().hex))
    return "\n".join(lines)


def test_typing_pressing_by_number_and_leaving(assistant, loop):
    shown = talk(assistant, loop, "", "la liste des clusters", "3", "quitter", "never read")
    assert "assistant automatique" in shown
    assert "  [1] " in shown
    assert "• CAP 2020" in shown
    assert "http://clusters.wallonie.be" in shown
    assert "trois avantages" in shown  # the third button under the list
    assert all(len(line) <= 60 for line in shown.splitlines())


def test_a_number_without_a_button_is_text_and_the_end_of_input_ends(assistant, loop):
    shown = talk(assistant, loop, "9")
    assert shown.count("[1]") == 2
