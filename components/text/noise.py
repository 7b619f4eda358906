"""Noisy copies of training examples: what thumbs, haste and SMS habits make of French."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from components.text.folding import fold

# Spellings of phone messages, most specific first; each is applied or not, by lot.
_SHORTHAND: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bqu['’]est[- ]ce que c['’]est\b", ("kes ke c", "cest koi", "keske c", "c koi")),
    (r"\bqu['’]est[- ]ce qu['’e]", ("keske ", "kes ke ", "qu est ce que ", "kesk ")),
    (r"\best[- ]ce qu['’e]", ("eske ", "esq ", "est ce que ", "es ke ")),
    (r"\bc['’]est quoi\b", ("c koi", "cest quoi", "c quoi", "sé koi", "cé koi")),
    (r"\bc['’]est\b", ("c", "cest", "sé", "cé", "ces")),
    (r"\bj['’]ai\b", ("g", "jai", "jé", "ge")),
    (r"\bd['’]un(e?)\b", ("d1", "dun", "d un")),
    (r"\bpourquoi\b", ("pk", "pq", "pourkoi", "pkoi")),
    (r"\bquelqu['’]un\b", ("qqn", "quelquun", "kelkun")),
    (r"\bquelque chose\b", ("qqch", "qq chose", "kelk chose")),
    (r"\bquels?\b|\bquelles?\b", ("kel", "quel", "kels", "quelle", "quels")),
    (r"\bquoi\b", ("koi", "kwa", "quoi")),
    (r"\bqui\b", ("ki", "qi")),
    (r"\bque\b", ("ke", "q", "k")),
    (r"\bqu['’]", ("k", "qu ", "qu")),
    (r"\bcombien\b", ("cb", "combi1", "cbien", "conbien")),
    (r"\bcomment\b", ("cmt", "commen", "coment", "cmmt")),
    (r"\bpour\b", ("pr", "pour", "pou")),
    (r"\bdans\b", ("ds", "dan", "dans")),
    (r"\bavec\b", ("av", "avc", "avek")),
    (r"\bentreprises?\b", ("entreprize", "boite", "entreprise", "entrprise", "entreprises")),
    (r"\bs['’]il (?:vous|te) pla[iî]t\b", ("svp", "stp", "silvouplé", "siouplait")),
    (r"\bbonjour\b", ("bjr", "bonjr", "bonjours", "slt")),
    (r"\bmaintenant\b", ("mtn", "mnt", "maintenan")),
    (r"\bje suis\b", ("jsuis", "chui", "j suis", "je sui")),
    (r"\bje ne (\w+) pas\b", (r"je \1 pas", r"j \1 pa")),
    (r"\bje\b", ("j", "je", "ge")),
    (r"\bvous\b", ("vs", "vou", "vous")),
    (r"\bnous\b", ("ns", "nou", "on")),
    (r"\bsont\b", ("son", "st", "sont")),
    (r"\bet\b", ("é", "et", "&")),
    (r"\best\b", ("é", "es", "e", "est")),
    (r"\bun\b", ("1", "un", "in")),
    (r"\bclusters?\b", ("cluster", "kluster", "cluseter", "clustere", "clusteur", "clusters")),
    (r"eaux?\b", ("o", "eau")),
    (r"\bph", ("f",)),
    (r"tion\b", ("tion", "cion", "sion")),
    (r"er\b", ("é", "er", "e")),
    (r"és?\b", ("er", "é", "e", "ée")),
    (r"s\b", ("", "s")),
    (r"([ln])\1", (r"\1",)),
)
_NEIGHBOURS = {
    "a": "zqs", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "km", "m": "lp", "n": "b", "o": "ip", "p": "om",
    "q": "sa", "r": "et", "s": "qd", "t": "ry", "u": "yi", "v": "cb", "w": "x", "x": "wc",
    "y": "tu", "z": "ae",
}  # fmt: skip


def noisy(text: str, lot: random.Random) -> str:
    """A copy of `text` as somebody might type it in haste; `lot` decides how."""
    for change, probability in _CHANGES:
        if lot.random() < probability:
            text = change(text, lot)
    return text.strip() or "?"


def _shorthand(text: str, lot: random.Random) -> str:
    share = lot.choice((0.25, 0.5, 0.8))
    for pattern, variants in _SHORTHAND:
        if lot.random() < share:
            text = re.sub(pattern, lot.choice(variants), text, flags=re.IGNORECASE)
    return text


def _no_accents(text: str, lot: random.Random) -> str:
    return fold(text)


def _no_apostrophes(text: str, lot: random.Random) -> str:
    return re.sub(r"['’]", lot.choice(("", " ")), text)


def _no_punctuation(text: str, lot: random.Random) -> str:
    return re.sub(r"\s*[?!.,;:«»\"()-]+\s*", " ", text)


def _slips(text: str, lot: random.Random) -> str:
    """One slip of the thumb in about every 15 letters: lost, swapped, doubled or beside."""
    chars = list(text)
    for _ in range(1 + len(chars) // 30 * lot.randint(0, 2)):
        index = lot.randrange(len(chars)) if chars else 0
        if not chars or not chars[index].isalpha():
            continue
        slip = lot.randrange(4)
        if slip == 0 and len(chars) > 4:
            del chars[index]
        elif slip == 1 and index + 1 < len(chars):
            chars[index], chars[index + 1] = chars[index + 1], chars[index]
        elif slip == 2:
            chars.insert(index, chars[index])
        else:
            chars[index] = lot.choice(_NEIGHBOURS.get(chars[index].lower(), chars[index]))
    return "".join(chars)


def _capitals(text: str, lot: random.Random) -> str:
    return text.upper()


_CHANGES: tuple[tuple[Callable[[str, random.Random], str], float], ...] = (
    (_shorthand, 0.65),
    (_no_accents, 0.7),
    (_no_apostrophes, 0.6),
    (_no_punctuation, 0.7),
    (_slips, 0.6),
    (_capitals, 0.05),
)
