"""What a worker is, and a client of one.

A worker is a program that says what a contestant understands, without a server. Each line of its
standard input is a question, as a JSON string; it answers each by one line, a JSON object:

    {"intent": "definition", "parts": [], "milliseconds": 3.2}

`intent` is the name of the one intent, or null; `parts` are the intents of a message that asks
several things, or that is put in another language (empty for those who do not tell parts apart);
`milliseconds` is what understanding took, reading and writing left out.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bench.peers.contestant import Command, last_words
from bench.peers.processes import ProgramEndedError, start_worker, stop


@dataclass(frozen=True)
class Understood:
    """What a contestant understood of one question.

    Attributes:
        intent: the whole message's, or None.
        parts: the intents of its parts, if it tells parts apart.
        milliseconds: that it took.
    """

    intent: str | None
    parts: tuple[str, ...]
    milliseconds: float


class Worker:
    """A worker that runs while a `with` block does.

    Args:
        command: starts it.
        log: where its standard error goes.
    """

    def __init__(self, command: Command, log: Path) -> None:
        self._command = command
        self._log = log

    def __enter__(self) -> Worker:
        self._program = start_worker(self._command, self._log)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stop([self._program])

    def ask(self, question: str) -> Understood:
        """What the worker understands.

        Raises:
            ProgramEndedError: it ended by itself.
        """
        try:
            return read_record(_exchange(self._program, json.dumps(question)))
        except (BrokenPipeError, EOFError) as error:
            raise ProgramEndedError(last_words(self._log)) from error


def read_record(line: str) -> Understood:
    """The record of a line."""
    record = json.loads(line)
    return Understood(record["intent"], tuple(record["parts"]), float(record["milliseconds"]))


def _exchange(program: subprocess.Popen[bytes], line: str) -> str:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(line.encode() + b"\n")
    program.stdin.flush()
    answer = program.stdout.readline()
    if not answer:
        raise EOFError
    return answer.decode()
