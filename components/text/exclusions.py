"""What a message sets aside: "tout sauf le plastique", "pas TWEED", "ni l’un ni l’autre"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from components.text.folding import aligned
from components.text.phrases import Phrases, french_phrases

FEW = 4  # words between "ne" and "pas"
NEAR = 16  # letters before a bare "pas" in which its verb stands
_WHOLE = r"(?:(?<=')|(?!\w))"  # the end of a word, or of one that is elided
_CLAUSE = re.compile(r"[^,;:.!?()\n–—]+|[,;:.!?()\n–—]")


@dataclass(frozen=True)
class _Patterns:
    """Over text folded letter by letter, within one clause."""

    sets_aside: re.Pattern[str]
    spared: re.Pattern[str]
    bare: re.Pattern[str]
    denied: re.Pattern[str]
    no_more: re.Pattern[str]
    no_denial: re.Pattern[str]
    rather: re.Pattern[str]
    resumes: re.Pattern[str]
    closed: re.Pattern[str]
    closing: re.Pattern[str]
    the_rest: re.Pattern[str]

    @classmethod
    def of(cls, phrases: Phrases) -> _Patterns:
        any_of = phrases.any_of
        no_excuse = rf"(?! ?{any_of('pas_sans_ecart')}(?!\w))"
        after = f"(?:{any_of('articles', 'avant_lieu', 'apres_pas')}\\b|[\\w-]+(?: \\w+)?$)"
        verb = rf"(?P<verb>(?:ne |n')(?:[\w'-]+ ){{1,{FEW}}}?|[\w'-]+ )"
        no = rf"(?:(?:pas|jamais){no_excuse}|(?P<more>plus))(?!\w)"
        return cls(
            sets_aside=re.compile(rf"(?<![\w-]){any_of('ecarte')}(?!\w)"),
            spared=re.compile(rf"(?<![\w-]){any_of('sauf_ecarte')}(?!\w)"),
            bare=re.compile(
                rf"^\W*(?:{any_of('petits_mots')}\W+)*(?:pas|jamais)(?!\w){no_excuse}(?= \w)"
                rf"|^\W*plus (?=d[e'])(?!d(?:e |'){any_of('plus_que_cela')}(?!\w))"
                rf"|(?<=\w )pas{no_excuse}(?= {after})"
            ),
            denied=re.compile(
                rf"(?<!\w)(?:{any_of('qui_parle')}{_WHOLE} ?{verb}|{any_of('qui_fait')} ){no}"
            ),
            no_more=re.compile(rf"{any_of('avant_plus')} $"),
            no_denial=phrases.found("verbes_sans_ecart"),
            rather=re.compile(
                r"(?<!\w)(?:plutot .{2,40}? que (?!je\b|j'|vous\b)"
                r"|prefere .{2,40}? (?=a l|a la|aux? ))"
            ),
            resumes=re.compile(rf"(?<!\w){any_of('reprise')}{_WHOLE}"),
            closed=re.compile(rf"^\W*(?:{any_of('clos')}(?!\w)|non\W*$)"),
            closing=re.compile(rf"(?<!\w){any_of('clos')}\W*$"),
            the_rest=phrases.found("tout_le_reste"),
        )


@functools.lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns.of(french_phrases())


@functools.lru_cache(maxsize=64)  # several components ask for the parts of one message
def excluded_spans(text: str) -> tuple[tuple[int, int], ...]:
    """From which to which character `text` sets something aside; in order.

    What is set aside runs from its word ("sauf", "pas", "ni") to the end of the clause, or to
    where the sentence takes up again ("mais", "je fais").
    """
    folded = aligned(text)
    spans: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for clause in _CLAUSE.finditer(folded):
        start, end = clause.span()
        if not clause.group().strip(" ,;:.!?()\n–—"):
            continue
        if last and _patterns().closed.match(clause.group()):
            spans.append(last)
        spans += [(start + a, start + b) for a, b in _in_clause(clause.group())]
        last = start, end
    return tuple(_joined(spans))


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`spans` in order, those that overlap made one."""
    begin = end = 0
    for first, last in sorted(spans):
        if first > end and end:
            yield begin, end
        if first > end or not end:
            begin = first
        end = max(end, last)
    if end:
        yield begin, end


def _in_clause(clause: str) -> Iterator[tuple[int, int]]:
    patterns = _patterns()
    closed = patterns.closing.search(clause)
    if closed and clause[: closed.start()].strip():
        yield 0, closed.start()
    spared = [found.span() for found in patterns.spared.finditer(clause)]
    for found in patterns.sets_aside.finditer(clause):
        if not any(a <= found.start() < b for a, b in spared):
            yield found.start(), _end(clause, found.end())
    for found in patterns.bare.finditer(clause):
        if not patterns.no_denial.search(clause[max(0, found.end() - NEAR) : found.end()]):
            yield found.start(), _end(clause, found.end())
    for found in patterns.denied.finditer(clause):
        verb = found["verb"] or ""
        is_no = not found["more"] or patterns.no_more.search(verb)
        if is_no and not patterns.no_denial.search(verb):
            # From the verb on, which may be the trade: "nous n’isolons pas".
            start = found.start("verb") if verb else found.start()
            yield start, _end(clause, found.end())
    for found in patterns.rather.finditer(clause):
        yield found.end(), _end(clause, found.end())


def _end(clause: str, start: int) -> int:
    """Where the sentence takes up again."""
    found = _patterns().resumes.search(clause, min(start + 1, len(clause)))
    return found.start() if found else len(clause)


def affirmed(text: str) -> str:
    """`text` with what it sets aside blanked, so that places in it stay the same."""
    kept = list(text)
    for start, end in excluded_spans(text):
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def excluded(text: str) -> str:
    """Only what `text` sets aside; empty if nothing is."""
    return " ".join(text[start:end] for start, end in excluded_spans(text))


def asks_for_the_rest(text: str) -> bool:
    """Whether `text`, which sets something aside, wants all others: "tous les clusters sauf"."""
    return bool(_patterns().the_rest.search(aligned(text)))
