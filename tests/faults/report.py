"""Writes `docs/pannes.md` from the results: `python -m tests.faults.report`."""

from __future__ import annotations

from typing import Any

from actions.cluster_catalogue.engine import ROOT
from tests.faults.load import DEADLINE_SECONDS, LIMIT_SECONDS, TURN_SECONDS
from tests.faults.results import latest

PAGE = ROOT / "docs" / "pannes.md"

TEXT = """# Ce que deviennent les messages pendant une panne

Messages acceptés puis perdus, ou répondus deux fois, toutes pannes confondues : **{wrong}**, sur
{accepted} messages acceptés, dont {retried} envoyés plus d’une fois parce que la panne les avait
refusés ou coupés. Messages restés sans réponse : **{given_up}**.
Autres défauts (refus sans forme, attente trop longue, ordre changé) : **{faults}**.

{table}

- **acceptés** : messages qui ont reçu une réponse (200) ; **renvoyés** : ceux dont un envoi a été
  refusé ou coupé ; **excuses** : réponses qui disent que l’assistant n’a pas pu répondre.
- **perdus, en double** : réponses données qui ne sont pas dans la conversation, ou y sont deux
  fois.
- **attente** : la plus longue d’un envoi, réponse, refus ou coupure ; la limite est {limit} s.
- **retour** : secondes de la fin de la panne (processus tué ou arrêté : de l’arrêt) à la réponse
  suivante du dernier visiteur servi. Personne n’est intervenu, sauf pour relancer le processus ou
  le service arrêté, comme le fait systemd.

## Comment c’est mesuré

`make soak` lance de vrais processus (`bin/serve`), un vrai PostgreSQL, un vrai Redis, de vrais
disques. Pendant la panne, six visiteurs parlent sans cesse. Chacun écrit à l’un des processus
puis à l’autre, comme les répartit nginx. Un message refusé (429, 503, 504) ou coupé repart avec
la même clé, après le délai demandé, pendant {deadline} s au plus. Un message sur cinq est renvoyé
après sa réponse ; un sur sept part deux fois en même temps ; tous les onze messages, la
conversation est relue.

À la fin, chaque conversation est relue et comparée à ce qui a été vécu : chaque réponse donnée
s’y trouve une fois, identique, dans l’ordre ; rien d’autre n’y est ; les événements de Rasa
comptent autant de messages. Chaque refus doit être un document de problème en français. Un tour
dure {turn} s au plus (`CHAT_TURN_SECONDS`). Les actions en défaut tournent dans le même serveur
(`tests/faults/faulty_server.py`) ; l’horloge est déplacée par `tests/faults/clock.c`. La version
précédente est une vraie, tirée de ce dépôt (`tests/faults/releases.py`) : chaque visiteur garde la
même conversation d’un programme à l’autre.

Les mêmes vérifications sont essayées sur de faux comptes (`tests/faults/test_ledger.py`) : un
message effacé, doublé, déplacé ou répondu de deux façons est bien signalé. Les chiffres viennent
de `var/soak.jsonl` ({days}) ; `python -m tests.faults.report` refait cette page.
"""

COLUMNS = (
    ("panne", "fault"),
    ("acceptés", "accepted"),
    ("renvoyés", "retried"),
    ("excuses", "apologies"),
    ("perdus", "lost"),
    ("en double", "twice"),
    ("attente (s)", "longest"),
    ("retour (s)", "recovery"),
)


def shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return str(value)


def table(results: list[dict[str, Any]]) -> str:
    rows = [[title for title, _ in COLUMNS], ["---", *["---:"] * (len(COLUMNS) - 1)]]
    rows += [[shown(result[field]) for _, field in COLUMNS] for result in results]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def typeset(text: str) -> str:
    """No-break spaces where French has them."""
    for mark in ":;?!»":
        text = text.replace(f" {mark}", f"\u00a0{mark}")
    return text.replace("« ", "«\u00a0").replace(" s ", "\u00a0s ")


def page(results: list[dict[str, Any]]) -> str:
    total = {
        name: sum(result.get(name, 0) for result in results)
        for name in ("accepted", "retried", "given_up", "lost", "twice", "faults")
    }
    days = sorted({result["day"] for result in results})
    return typeset(
        TEXT.format(
            wrong=total["lost"] + total["twice"],
            accepted=total["accepted"],
            retried=total["retried"],
            given_up=total["given_up"],
            faults=total["faults"],
            table=table(results),
            limit=LIMIT_SECONDS,
            turn=TURN_SECONDS,
            deadline=DEADLINE_SECONDS,
            days=" à ".join(dict.fromkeys((days[0], days[-1]))),
        )
    )


if __name__ == "__main__":
    PAGE.write_text(page(latest()), encoding="utf-8")
