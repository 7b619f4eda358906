"""Dialogues in plain text: what an editor writes, and what the tests make of it.

# Un titre
> ce que tape le visiteur          (ou le titre d’un bouton : > [La liste des clusters])
= sujet slug slug                  le sujet de la réponse, les clusters nommés s’il y en a
~ des mots que la réponse contient
! des mots qu’elle ne contient pas
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from channels.assistant import Assistant, Turn
from channels.bubble import Bubble
from components.folding import fold


@dataclass
class Exchange:
    """What the visitor says and what the answer must be like; `line` is its place in the file."""

    said: str
    line: int
    topic: str | None = None
    clusters: tuple[str, ...] = ()
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
        exchange.topic, *clusters = rest.split()
        exchange.clusters = tuple(clusters)
    else:
        (exchange.present if mark == "~" else exchange.absent).append(rest)


async def play(assistant: Assistant, dialogue: Dialogue, session: str) -> list[str]:
    """What went otherwise than written, one readable line each."""
    wrong: list[str] = []
    shown: tuple[Bubble, ...] = await assistant.open(session)
    for exchange in dialogue.exchanges:
        turn = await _say(assistant, session, exchange.said, shown)
        shown = turn.bubbles
        wrong += [
            f"ligne {exchange.line} « {exchange.said} » : {w}" for w in _faults(exchange, turn)
        ]
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
    clusters = tuple(slug for bubble in turn.bubbles for slug in bubble.clusters)
    text = "\n".join(bubble.text for bubble in turn.bubbles)
    faults = []
    if exchange.topic and exchange.topic not in topics:
        faults.append(f"sujet {topics or 'aucun'}, attendu {exchange.topic}")
    if exchange.topic and clusters[: len(exchange.clusters)] != exchange.clusters:
        faults.append(f"clusters {clusters or 'aucun'}, attendus {exchange.clusters}")
    faults += [f"« {words} » manque" for words in exchange.present if fold(words) not in fold(text)]
    faults += [f"« {words} » est de trop" for words in exchange.absent if fold(words) in fold(text)]
    if faults:
        faults.append("réponse :\n    " + text.replace("\n", "\n    "))
    return faults
