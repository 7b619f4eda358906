"""Dialogues in plain text: what an editor writes, and what the tests make of it.

# Un titre
> ce que tape le visiteur          (ou le titre d’un bouton : > [La liste des clusters])
= sujet slug slug                  le sujet de la réponse, les clusters nommés s’il y en a ;
                                   « sujet,sujet » : l’un ou l’autre ; deux lignes : les deux
~ des mots que la réponse contient
! des mots qu’elle ne contient pas
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from channels.assistant import Assistant, Turn
from channels.bubble import Bubble
from components.text.folding import fold


@dataclass(frozen=True)
class Expected:
    """One of these topics is answered, with these clusters, best first."""

    topics: tuple[str, ...]
    clusters: tuple[str, ...]


@dataclass
class Exchange:
    """What the visitor says and what the answer must be like; `line` is its place in the file."""

    said: str
    line: int
    expected: list[Expected] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


@dataclass
class Dialogue:
    """A title and its exchanges."""

    title: str
    exchanges: list[Exchange] = field(default_factory=list)


def read_dialogues(path: Path) -> list[Dialogue]:
    """The dialogues of a file; raises ValueError with the line that cannot be read."""
    dialogues: list[Dialogue] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        mark, _, rest = line.partition(" ")
        if not line.strip():
            continue
        if mark == "#":
            dialogues.append(Dialogue(rest))
        elif mark == ">" and dialogues:
            dialogues[-1].exchanges.append(Exchange(rest, number))
        elif mark in "=~!" and dialogues and dialogues[-1].exchanges:
            _expect(dialogues[-1].exchanges[-1], mark, rest)
        else:
            raise ValueError(f"{path.name}, ligne {number} : « {line} » n’est pas attendu ici")
    return dialogues


def _expect(exchange: Exchange, mark: str, rest: str) -> None:
    if mark == "=":
        topics, *clusters = rest.split()
        exchange.expected.append(Expected(tuple(topics.split(",")), tuple(clusters)))
    else:
        (exchange.present if mark == "~" else exchange.absent).append(rest)


async def play(assistant: Assistant, dialogue: Dialogue, session: str) -> list[str]:
    """What went otherwise than written: a readable text for each turn gone wrong."""
    wrong: list[str] = []
    shown: tuple[Bubble, ...] = await assistant.open(session)
    for exchange in dialogue.exchanges:
        turn = await _say(assistant, session, exchange.said, shown)
        shown = turn.bubbles
        faults = _faults(exchange, turn)
        if faults:
            wrong.append(f"ligne {exchange.line} « {exchange.said} » : " + "\n    ".join(faults))
    return wrong


async def _say(assistant: Assistant, session: str, said: str, shown: tuple[Bubble, ...]) -> Turn:
    if not said.startswith("["):
        return await assistant.say(session, said)
    title = fold(said.strip("[]"))
    buttons = {fold(button.title): button for bubble in shown for button in bubble.buttons}
    if title not in buttons:
        raise AssertionError(f"pas de bouton {said} parmi {[b.title for b in buttons.values()]}")
    return await assistant.press(session, buttons[title].payload)


def _faults(exchange: Exchange, turn: Turn) -> list[str]:
    topics = [bubble.topic for bubble in turn.bubbles if bubble.topic]
    text = "\n".join(bubble.text for bubble in turn.bubbles)
    faults = []
    for expected in exchange.expected:
        if not set(expected.topics) & set(topics):
            faults.append(f"sujet {topics or 'aucun'}, attendu {' ou '.join(expected.topics)}")
        named = _clusters(turn, expected.topics)
        if named[: len(expected.clusters)] != expected.clusters:
            faults.append(f"clusters {named or 'aucun'}, attendus {expected.clusters}")
    faults += [f"« {words} » manque" for words in exchange.present if fold(words) not in fold(text)]
    faults += [f"« {words} » est de trop" for words in exchange.absent if fold(words) in fold(text)]
    if faults:
        faults.append("réponse :\n    " + text.replace("\n", "\n    "))
    return faults


def _clusters(turn: Turn, topics: tuple[str, ...]) -> tuple[str, ...]:
    """The clusters of the bubbles about one of `topics`."""
    return tuple(slug for one in turn.bubbles if one.topic in topics for slug in one.clusters)
