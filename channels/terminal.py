"""A conversation in the terminal: type, press a button by its number, leave when you like."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from channels.assistant import Assistant
from channels.bubble import Bubble, Button

LEAVE = {"quitter", "exit", "quit", "q"}
HELP = "Écrivez votre question, ou le numéro d’un bouton ; « quitter » pour sortir."


class Terminal:
    """Talks with the assistant on a terminal.

    Args:
        assistant: the conversations.
        read: gives the next line that was typed; raises EOFError at the end.
        write: shows a line.
        width: columns of the terminal.
    """

    def __init__(
        self,
        assistant: Assistant,
        read: Callable[[str], str] = input,
        write: Callable[[str], None] = print,
        width: int = 80,
    ) -> None:
        self._assistant = assistant
        self._read = read
        self._write = write
        self._width = width

    async def run(self, session: str) -> None:
        """Goes on until the visitor leaves."""
        buttons = self.show(await self._assistant.open(session))
        self._write("")
        self._write_wrapped(HELP)
        while (text := self._next()) is not None:
            if not text.strip():
                continue
            pressed = _pressed(text, buttons)
            if pressed:
                turn = await self._assistant.press(session, pressed.payload)
            else:
                turn = await self._assistant.say(session, text)
            buttons = self.show(turn.bubbles)

    def _next(self) -> str | None:
        try:
            text = self._read("\n> ")
        except (EOFError, KeyboardInterrupt):
            return None
        return None if text.strip().lower() in LEAVE else text

    def show(self, bubbles: Sequence[Bubble]) -> Sequence[Button]:
        """Writes `bubbles` and the buttons of the last one, numbered; returns these."""
        buttons: Sequence[Button] = ()
        for bubble in bubbles:
            self._write("")
            for paragraph in bubble.text.split("\n"):
                self._write_wrapped(paragraph)
            buttons = bubble.buttons
        for number, button in enumerate(buttons, start=1):
            self._write(f"  [{number}] {button.title}")
        return buttons

    def _write_wrapped(self, paragraph: str) -> None:
        self._write(
            textwrap.fill(paragraph, self._width, break_on_hyphens=False, break_long_words=False)
        )


def _pressed(text: str, buttons: Sequence[Button]) -> Button | None:
    if text.strip().isdecimal() and 1 <= int(text) <= len(buttons):
        return buttons[int(text) - 1]
    return None
