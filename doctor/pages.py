"""The pages that visitors read: nothing left to fill in, and nothing promised that is not kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from doctor.finding import Finding, fault, good, warning

BLANK = re.compile(r"\[?à compléter\]?|\[…\]|\[\.\.\.\]|lorem ipsum|\bTODO\b", re.IGNORECASE)
TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
DAYS = re.compile(r"(\d+)\s+jours?\b")
PRIVACY = "vie-privee.html"


def blanks(folder: Path) -> Iterator[Finding]:
    """Whether a page still waits for the name, the address… of the service.

    Args:
        folder: of the pages.
    """
    pages = sorted(folder.glob("*.html"))
    if folder / PRIVACY not in pages:
        yield fault(f"{folder / PRIVACY} manque", "remettez-la : le widget y mène")
    found = {path.name: len(BLANK.findall(_words(path))) for path in pages}
    for name, count in found.items():
        if count:
            yield warning(f"{name} : {count} mentions à compléter", f"écrivez-les dans {folder}")
    if pages and not any(found.values()):
        yield good("pages : rien n’est à compléter")


def promised_days(folder: Path, days: int) -> Iterator[Finding]:
    """Whether the privacy notice tells the days that are set.

    Args:
        folder: of the pages.
        days: how long conversations are kept; 0 for ever.
    """
    path = folder / PRIVACY
    told = {int(number) for number in DAYS.findall(_words(path))} if path.exists() else set()
    if told and days not in told:
        numbers = ", ".join(map(str, sorted(told)))
        yield warning(
            f"{PRIVACY} parle de {numbers} jours, CHAT_KEEP_DAYS vaut {days}",
            "qu’ils disent la même durée",
        )


def _words(path: Path) -> str:
    return html.unescape(TAG.sub(" ", path.read_text(encoding="utf-8", errors="replace")))
