"""Writes the document from the results, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template
from typing import Any

from bench.load import visits
from bench.load.brief import brief
from bench.load.figures import LONGER, LOST, NEARLY, closed_knee, open_knee
from bench.load.places import HERE
from bench.load.tables import (
    closed_table,
    limits_table,
    open_table,
    pairs_table,
    parts_table,
    scale_table,
)
from bench.load.visitor import PATIENCE
from bench.load.wording import machine, milliseconds, share
from bench.peers.french import NO_BREAK, number

NOT_MEASURED = "Pas encore mesuré."
TEMPLATES = HERE / "template"

Part = Mapping[str, Any]


def report(results: Part) -> str:
    """The text of the document."""
    frame = Template((TEMPLATES / "charge.md").read_text(encoding="utf-8"))
    opened = results.get("open")
    return frame.substitute(
        brief=brief(results),
        closed=_told(results.get("closed"), closed),
        open=_told(opened, open_),
        overload=_told(opened, overload),
        limits=_told(results.get("limits"), limits),
        memory=_told(results.get("memory"), memory),
        scale=_told(results.get("scale"), scale),
        method=method(results),
    )


def closed(part: Part) -> str:
    """The closed loop."""
    knee = closed_knee(part["levels"])
    return "\n\n".join(
        [
            machine(part),
            closed_table(part["levels"]),
            f"Le genou est à {knee['visitors']} visiteur(s){NO_BREAK}: "
            f"{number(knee['messages_a_second'], 1)} messages par seconde. Davantage de visiteurs "
            "attendent plus longtemps et n’obtiennent rien de plus.",
            f"![Boucle fermée{NO_BREAK}: débit et latence selon le nombre de visiteurs "
            "(chiffres du tableau)](images/charge-fermee.png)",
        ]
    )


def open_(part: Part) -> str:
    """The open loop."""
    capacity = part["capacity"]
    return "\n\n".join(
        [
            machine(part),
            f"Capacité, mesurée juste avant en boucle fermée ({capacity['visitors']} visiteurs)"
            f"{NO_BREAK}: {number(capacity['requests_a_second'], 1)} demandes par seconde, dont "
            f"{number(capacity['messages_a_second'], 1)} messages.",
            open_table(part["levels"]),
            knee_told(part["levels"]),
            f"![Boucle ouverte{NO_BREAK}: latence, débit et refus selon la charge "
            "(chiffres du tableau)](images/charge-ouverte.png)",
        ]
    )


def knee_told(levels: list[dict[str, Any]]) -> str:
    """Where the knee of the open loop is."""
    knee = open_knee(levels)
    if knee is None:
        return "Aucune charge ne tient."
    return (
        f"Le genou est à {share(knee['share'])} de la capacité{NO_BREAK}: "
        f"{number(knee['offered'], 1)} demandes par seconde, dont "
        f"{number(knee['messages_a_second'], 1)} messages, p95 de "
        f"{milliseconds(knee['latency'], 'p95')}{NO_BREAK}ms."
    )


def overload(part: Part) -> str:
    """The end of an overload."""
    over = part["overload"]
    back = over["recovery"]
    end = (
        "la latence n’est pas redevenue normale pendant la mesure"
        if back is None
        else f"la latence est redevenue normale en {number(back + over['window'], 1)}{NO_BREAK}s "
        "au plus"
    )
    return (
        f"La moitié de la capacité pendant {number(over['calm'])}{NO_BREAK}s, puis "
        f"{share(over['share'])} pendant {number(over['over'] - over['calm'])}{NO_BREAK}s, puis la "
        f"moitié{NO_BREAK}: {end} (médiane par fenêtres de {number(over['window'], 1)}{NO_BREAK}s "
        f"sous le p95 d’avant, et plus aucun refus). Échecs{NO_BREAK}: {over['wrong']}.\n\n"
        f"![Avant, pendant et après la surcharge{NO_BREAK}: latence et refus au fil des secondes]"
        "(images/charge-surcharge.png)"
    )


def limits(part: Part) -> str:
    """The greedy and the others."""
    return "\n\n".join(
        [
            machine(part),
            f"Limites d’origine. {part['visitors']} visiteurs ordinaires envoient chacun un "
            f"message toutes les {number(part['pause'], 1)}{NO_BREAK}s pendant "
            f"{number(part['seconds'])}{NO_BREAK}s, seuls, puis à côté de quelqu’un qui abuse "
            "et ne respecte pas `Retry-After`.",
            limits_table(part["scenes"]),
            "Ce que permet une limite peut être dépensé d’un coup (300 demandes d’une adresse)"
            f"{NO_BREAK}: d’ici là, les autres attendent leur tour. La dernière colonne compte "
            "depuis le premier 429.",
        ]
    )


def memory(part: Part) -> str:
    """Memory over many messages."""
    told = [
        machine(part),
        f"{number(part['messages'])} messages de {number(part['conversations'])} conversations en "
        f"{number(part['seconds'])}{NO_BREAK}s, {sum(part['wrong'].values())} échec(s). "
        f"{growth_told(part)}",
        f"![Mémoire du serveur et taille de la base selon le nombre de messages. {ends(part)}]"
        "(images/charge-memoire.png)",
    ]
    if part["parts"]:
        told += [
            "Ce qui ne grossit pas peut ralentir. Le premier et le dernier millier de messages"
            f"{NO_BREAK}:",
            parts_table(part["parts"]),
        ]
    return "\n\n".join(told)


def growth_told(part: Part) -> str:
    """By how much memory grows."""
    growth = part["growth"]
    if growth is None:
        return "Trop peu de mesures pour une pente."
    return (
        f"Après les {number(part['settled'])} premiers, la pente est de "
        f"**{number(growth['rss'], 2)}{NO_BREAK}Mo pour 1 000 messages** (RSS{NO_BREAK}; PSS, qui "
        f"dépend aussi des autres processus{NO_BREAK}: {number(growth['pss'], 2)}). "
        "Le fichier de la base, lui, grandit de "
        f"{number(growth['database'], 1)}{NO_BREAK}Mo pour 1 000 messages, comme prévu."
    )


def ends(part: Part) -> str:
    """Memory at the beginning, once settled, and at the end."""
    series = part["series"]
    settled = next((one for one in series if one["messages"] >= part["settled"]), series[-1])
    points = [series[0], settled, series[-1]]
    told = [
        f"{number(one['rss'])}{NO_BREAK}Mo après {number(one['messages'])} messages"
        for one in points
    ]
    return f"RSS{NO_BREAK}: {', '.join(told)}."


def scale(part: Part) -> str:
    """Two processes over one."""
    return "\n\n".join(
        [
            machine(part),
            "Les mêmes conversations, tour à tour par (a) un processus avec SQLite et par (b) deux "
            "processus avec PostgreSQL et Redis, dont chaque conversation voit l’un puis l’autre. "
            f"Calcul par message, en millisecondes{NO_BREAK}:",
            scale_table(part["pairs"]),
            f"Paire par paire{NO_BREAK}:",
            pairs_table(part["pairs"]),
        ]
    )


def method(results: Part) -> str:
    """How it was measured, with the numbers that were used."""
    frame = Template((TEMPLATES / "methode.md").read_text(encoding="utf-8"))
    return frame.substitute(
        cores=cores(results),
        fewest=visits.FEWEST,
        most=visits.MOST,
        next=share(visits.NEXT),
        pressed=share(visits.PRESSED),
        thumbs=share(visits.THUMBS),
        again=share(visits.READ_AGAIN),
        erased=share(visits.ERASED),
        nearly=share(NEARLY),
        lost=share(LOST),
        longer=LONGER,
        patience=PATIENCE,
    ).strip()


def cores(results: Part) -> str:
    """Whether server and client each had a core."""
    if not results.get("open", results.get("closed", {})).get("pinned"):
        return "Serveur et client partagent les cœurs."
    return (
        "Avec un seul processus serveur, celui-ci est tenu sur un cœur et le client sur un autre"
        f"{NO_BREAK}; la comparaison d’un et de deux processus laisse faire le système."
    )


def _told(part: Part | None, tell: Callable[[Part], str]) -> str:
    return tell(part) if part else NOT_MEASURED
