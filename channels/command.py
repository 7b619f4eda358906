"""The commands behind `bin/ask` and `bin/chat`."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import uuid
from typing import BinaryIO, TextIO

from channels.ask import answer_line
from channels.assistant import Assistant
from channels.loading import NoModelError, configure_logs, load_assistant
from channels.terminal import Terminal


async def answer_lines(assistant: Assistant, source: BinaryIO, target: TextIO) -> None:
    """Answers every line of `source` on `target`, each as soon as it is known."""
    for line in source:
        if line.strip():
            record = await answer_line(assistant, line)
            print(json.dumps(record), file=target, flush=True)


async def answer_person(assistant: Assistant, text: str, target: TextIO) -> None:
    """Prints the answer to one question, for a person."""
    turn = await assistant.say(uuid.uuid4().hex, text)
    Terminal(assistant, write=lambda line: print(line, file=target)).show(turn.bubbles)


def ask(arguments: list[str]) -> int:
    """`bin/ask`: JSON lines from standard input, or the question given as arguments."""
    target = _own_standard_output()
    assistant = _load()
    if assistant is None:
        return 1
    if arguments:
        asyncio.run(answer_person(assistant, " ".join(arguments), target))
    else:
        asyncio.run(answer_lines(assistant, sys.stdin.buffer, target))
    return 0


def chat() -> int:
    """`bin/chat`: a conversation in the terminal."""
    print("L’assistant se prépare…", file=sys.stderr, flush=True)
    assistant = _load()
    if assistant is None:
        return 1
    width = min(shutil.get_terminal_size().columns, 90)
    asyncio.run(Terminal(assistant, width=width).run(uuid.uuid4().hex))
    return 0


def _load() -> Assistant | None:
    configure_logs()
    try:
        return load_assistant()
    except NoModelError as error:
        print(error, file=sys.stderr)
        return None


def _own_standard_output() -> TextIO:
    """The real standard output; whatever else is printed goes to standard error from now on."""
    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return target
