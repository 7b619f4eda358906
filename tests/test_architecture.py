"""The page on the architecture is true: its rooms, and the message that it follows."""

import re

import pytest

from actions.cluster_catalogue.engine import ROOT
from channels.follow import as_text, steps
from channels.loading import load_agent

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
COMMAND = re.search(
    r'bin/follow "([^"]*)"\n\n<!-- suivi -->\n\n(.*?)\n\n<!-- fin -->', PAGE, re.DOTALL
)


def without_numbers(text: str) -> list[str]:
    lines = (line.strip() for line in re.sub(r"\d+", "#", text).splitlines())
    return [line for line in lines if line]


def test_every_room_of_the_understanding_is_on_the_page_and_says_what_it_is():
    for room in sorted((ROOT / "components").glob("*/__init__.py")):
        assert f"`components/{room.parent.name}/`" in PAGE
        told = room.read_text(encoding="utf-8").strip('"\n').splitlines()
        assert len([line for line in told if line]) == 3


def test_few_files_stand_outside_the_rooms():
    assert len(list((ROOT / "components").glob("*.py"))) <= 3


@pytest.mark.slow
def test_the_page_follows_a_message_as_the_command_does():
    assert COMMAND
    message, shown = COMMAND.groups()
    printed = as_text(steps(load_agent(), message))
    assert without_numbers(shown) == without_numbers(printed), f"bin/follow « {message} » a changé"
