"""Puts tables into the marked blocks of a document, and on the terminal."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.french import NO_BREAK, date, number, table
from harness.processes import ProgramError


def publish(document: Path, blocks: Mapping[str, str]) -> None:
    """Refills the blocks of a document, and prints them."""
    document.write_text(refill(document.read_text(encoding="utf-8"), blocks), encoding="utf-8")
    for name, content in blocks.items():
        print(f"\n── {name}\n\n{aligned(content)}")


def refill(text: str, blocks: Mapping[str, str]) -> str:
    """The text with new content between `<!-- mesures: NAME -->` and `<!-- fin -->`."""
    for name, content in blocks.items():
        start, end = f"<!-- mesures: {name} -->\n", "\n<!-- fin -->"
        before, opened, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not opened or not closed:
            raise ProgramError(f"the document has no block « {name} »")
        text = before + start + content + end + after
    return text


def block(part: Mapping[str, Any], contents: Sequence[str | Sequence[Mapping[str, Any]]]) -> str:
    """On what machine it was measured, then texts, and rows as tables."""
    seen = part["machine"]
    told = (
        f"Mesuré le {date(seen['date'])}{NO_BREAK}: {seen['cores']} cœurs ({seen['processor']}), "
        f"{seen['memory_gb']}{NO_BREAK}Go de mémoire, {seen['system']}. "
        f"Charge de la machine au départ{NO_BREAK}: {number(seen['load'], 1)}."
    )
    if part["quick"]:
        told += f" **Mesure d’essai**{NO_BREAK}: ces chiffres ne prouvent rien."
    return "\n\n".join([told, *(one if isinstance(one, str) else table(one) for one in contents)])


def aligned(markdown: str) -> str:
    """The same with columns of equal width, for the terminal."""

    def align(found: re.Match[str]) -> str:
        rows = [line.strip("|\n").split("|") for line in found[0].splitlines()]
        widths = [max(map(len, column)) for column in zip(*rows)]
        return "".join("|".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)

    return re.sub(r"(?:^\|.*\n?)+", align, markdown, flags=re.MULTILINE)
