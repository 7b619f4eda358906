"""Writes the document from the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from bench.peers import speed_tables, understanding_tables
from bench.peers.contestant import Contestant, Served
from bench.peers.contestants import OURS, REFERENCE, all_contestants
from bench.peers.effort import Effort
from bench.peers.french import NO_BREAK, date, number, percent
from bench.peers.measures import MEASURES
from bench.peers.places import HERE
from bench.peers.rasa_project import FULL_EPOCHS
from bench.peers.results import Results

FRAME = HERE / "template" / "comparaison.md"
NOT_MEASURED = "Pas encore mesuré."
SETS = {
    "dev": "Questions tenues à l’écart",
    "auteurs": "Examen du projet par genre d’auteur (`tests/understanding/examen_auteurs.jsonl`)",
    "examen": "Premier examen du projet (`tests/understanding/examen.txt`)",
}
NOT_THERE = (
    "Les questions tenues à l’écart, rangées par genre d’auteur, n’étaient pas là (`EVAL_DIR`)"
    f"{NO_BREAK}: seuls les examens du projet ont été posés."
)


def write_report(results: Results, document: Path) -> None:
    """Writes `document`, whole."""
    document.write_text(report(results), encoding="utf-8")


def report(results: Results) -> str:
    """The text of the document."""
    frame = Template(FRAME.read_text(encoding="utf-8"))
    return frame.substitute(
        contestants="\n".join(
            f"- `{one.name}`{NO_BREAK}: {one.title}" for one in all_contestants()
        ),
        alternative=alternative(results),
        understanding=understanding(results.get("understanding")),
        speed=speed(results.get("speed")),
        method=method(results.get("speed")),
    )


def understanding(half: Mapping[str, Any] | None) -> str:
    """The part on what is understood."""
    if not half:
        return NOT_MEASURED
    names = [one["name"] for one in half["sets"]]
    parts = [machine(half["machine"]), *absent(half["sets"][0]["marks"], all_contestants())]
    parts += cut_short(half)
    if "dev" not in names:
        parts.append(NOT_THERE)
    for one in half["sets"]:
        parts += [
            f"### {SETS[one['name']]}{NO_BREAK}: {one['questions']} questions",
            "Part de questions dont le sujet est bien compris (ou, hors sujet, refusées)"
            f"{NO_BREAK}:",
            understanding_tables.shares_table(one),
            f"Part de questions refusées (non comprises, ou jugées hors sujet){NO_BREAK}:",
            understanding_tables.refusals_table(one),
            understanding_tables.asides(one),
        ]
    return "\n\n".join(parts)


def speed(half: Mapping[str, Any] | None) -> str:
    """The part on speed."""
    if not half:
        return NOT_MEASURED
    runs = half["runs"]
    servers = [one for one in all_contestants() if isinstance(one, Served)]
    parts = [machine(half["machine"]), *absent(runs[0], servers), *too_few(runs)]
    parts += cut_short(half)
    lines = half["lines"]
    parts += [
        f"Questions chronométrées{NO_BREAK}: {lines['said']} sur les {lines['written']} écrites.",
        f"Médiane des passages (extrêmes entre parenthèses){NO_BREAK}:",
        speed_tables.figures_table(runs),
    ]
    if REFERENCE in runs[0]:
        parts += [
            f"Rapports à `{REFERENCE}`, calculés passage par passage{NO_BREAK}:",
            speed_tables.ratios_table(runs),
        ]
    if OURS in runs[0]:
        parts += [f"`{OURS}` comparé à lui-même{NO_BREAK}:", speed_tables.own_table(runs)]
    return "\n\n".join(parts)


def machine(seen: Mapping[str, Any]) -> str:
    """On what machine, and when."""
    return (
        f"Mesuré le {date(seen['date'])}{NO_BREAK}: {seen['cores']} cœurs ({seen['processor']}), "
        f"{seen['memory_gb']}{NO_BREAK}Go de mémoire, {seen['system']}, Python {seen['python']}. "
        f"Charge de la machine au départ{NO_BREAK}: {number(seen['busy'], 1)}."
    )


def absent(there: Iterable[str], expected: Iterable[Contestant]) -> list[str]:
    """Who did not take part of those expected, if anybody."""
    present = set(there)
    names = ", ".join(f"`{one.name}`" for one in expected if one.name not in present)
    return [f"**Absents de cette mesure**{NO_BREAK}: {names}."] if names else []


def cut_short(half: Mapping[str, Any]) -> list[str]:
    """A warning, if the Rasa peers learned for less long than their settings say."""
    epochs = half.get("epochs", FULL_EPOCHS)
    if epochs >= FULL_EPOCHS:
        return []
    return [
        f"**Entraînement écourté**{NO_BREAK}: le DIET de `rasa-defaut` et de `fabnumdef` a appris "
        f"{epochs} époques au lieu de {FULL_EPOCHS}."
    ]


def too_few(runs: list[Any]) -> list[str]:
    """A warning, if there are fewer runs than a spread needs."""
    if len(runs) >= Effort().runs:
        return []
    return [
        f"**Mesure d’essai**{NO_BREAK}: {len(runs)} passage(s) au lieu de {Effort().runs}. "
        "Ces chiffres ne prouvent rien."
    ]


def method(half: Mapping[str, Any] | None) -> str:
    """How speed was measured, with the numbers that were used."""
    effort = Effort(**half["effort"]) if half else Effort()
    frame = Template((HERE / "template" / "methode.md").read_text(encoding="utf-8"))
    return frame.substitute(
        runs=effort.runs,
        turns=effort.turns,
        talk=effort.talk,
        clients=effort.clients,
        seconds=number(effort.seconds, 1 if effort.seconds % 1 else 0),
        long_talks=effort.long_talks,
        early=f"{effort.early[0]} à {effort.early[1]}",
        late=f"{effort.late[0]} à {effort.late[1]}",
    ).strip()


def alternative(results: Results) -> str:
    """What the figure shows, for those who do not see it."""
    parts = ["Deux graphiques."]
    half = results.get("understanding")
    if half:
        one = half["sets"][0]
        parts.append("À gauche, les questions bien comprises par genre d’auteur.")
        for kind in understanding_tables.kinds(one):
            marks = understanding_tables.of_kind(one, kind)
            told = (
                f"{name} {percent(understanding_tables.share(mine, 'right'))}"
                for name, mine in marks.items()
            )
            title = understanding_tables.TITLES.get(kind, kind).capitalize()
            parts.append(f"{title}{NO_BREAK}: {', '.join(told)}.")
    parts += _speed_alternative(results.get("speed"))
    return " ".join(parts)


def _speed_alternative(half: Mapping[str, Any] | None) -> list[str]:
    if not half or not {OURS, REFERENCE} <= set(half["runs"][0]):
        return []
    told = (
        f"{one.title.replace('`', '')} {number(one.ratio(half['runs'], OURS, REFERENCE).middle, 2)}"
        for one in MEASURES
        if not one.own and one.target
    )
    return [f"À droite, rapports de {OURS} à {REFERENCE}{NO_BREAK}: {', '.join(told)}."]
