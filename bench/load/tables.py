"""The tables of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.load.wording import NOTHING, failures, milliseconds, refusals, share, three, waits
from bench.peers.french import number, spread, table
from bench.peers.spread import Spread

SCENES = {
    "calm": "personne n’abuse",
    "visitor": "un visiteur, 10 messages par seconde (permis : 30 par minute)",
    "address": "une adresse, 20 messages par seconde (permis : 300 par minute)",
    "openings": "une adresse ouvre 10 conversations par seconde (permis : 60 en 10 minutes)",
    "flood": "une adresse martèle sans pause, 4 connexions",
}
SPENDERS = {
    "servers": "serveur(s)",
    "postgres": "PostgreSQL",
    "redis": "Redis",
}


def closed_table(levels: Sequence[Mapping[str, Any]]) -> str:
    """The closed loop."""
    head = ["visiteurs", "messages/s", "demandes/s", "p50 (ms)", "p95", "p99"]
    head += ["refusées", "échecs", "calcul du serveur", "du client"]
    return table([head, *map(_closed_row, levels)])


def _closed_row(one: Mapping[str, Any]) -> list[str]:
    return [
        str(one["visitors"]),
        number(one["messages_a_second"], 1),
        number(one["requests_a_second"], 1),
        *three(one["latency"]),
        refusals(one),
        failures(one),
        share(one["server_share"]),
        share(one["client_share"]),
    ]


def open_table(levels: Sequence[Mapping[str, Any]]) -> str:
    """The open loop."""
    head = ["charge", "demandes/s", "messages/s servis", "p50 (ms)", "p95", "p99", "refusées"]
    head += ["`Retry-After`", "p95 d’un refus (ms)", "échecs", "retard du client, p99 (ms)"]
    return table([head, *map(_open_row, levels)])


def _open_row(one: Mapping[str, Any]) -> list[str]:
    return [
        share(one["share"]),
        number(one["offered"], 1),
        number(one["messages_a_second"], 1),
        *three(one["latency"]),
        share(one["refused_share"]),
        waits(one),
        milliseconds(one["refusal"], "p95"),
        failures(one),
        milliseconds(one["late"], "p99"),
    ]


def limits_table(scenes: Mapping[str, Mapping[str, Any]]) -> str:
    """Who is greedy, and what the others see of it."""
    head = [
        "qui abuse",
        "ses demandes",
        "acceptées",
        "refusées",
        "`Retry-After`",
        "premier 429 (s)",
    ]
    head += ["les autres : p50 (ms)", "p95", "refusées", "échecs", "p95 depuis le premier 429"]
    return table([head, *(_scene_row(name, one) for name, one in scenes.items())])


def _scene_row(name: str, one: Mapping[str, Any]) -> list[str]:
    greedy, others, since = one["greedy"], one["others"], one["others_since"]
    after = one["refused_after"]
    accepted = greedy["requests"] - sum(greedy["refused"].values()) - sum(greedy["wrong"].values())
    return [
        SCENES[name],
        number(greedy["requests"]),
        number(accepted),
        refusals(greedy),
        waits(greedy),
        NOTHING if after is None else number(after, 1),
        milliseconds(others["latency"], "p50"),
        milliseconds(others["latency"], "p95"),
        refusals(others),
        number(sum(others["wrong"].values()) + sum(greedy["wrong"].values())),
        milliseconds(since and since["latency"], "p95"),
    ]


def parts_table(parts: Sequence[Mapping[str, Any]]) -> str:
    """Speed at the beginning and at the end."""
    head = ["messages", "messages/s", "p50 (ms)", "p95", "p99"]
    ends = [parts[0], parts[-1]] if len(parts) > 1 else parts
    return table(
        [
            head,
            *(
                [
                    f"jusqu’à {number(one['messages'])}",
                    number(one["messages_a_second"], 1),
                    *three(one["latency"]),
                ]
                for one in ends
            ),
        ]
    )


def scale_table(pairs: Sequence[Mapping[str, Any]]) -> str:
    """CPU of a message, by who takes it."""
    head = ["", "(a) un processus, SQLite", "(b) deux, PostgreSQL, Redis", "rapport (b)/(a)"]
    rows = [
        [
            title,
            _spent(pairs, "one", name),
            _spent(pairs, "two", name),
            _ratio(pairs) if name == "servers" else NOTHING,
        ]
        for name, title in SPENDERS.items()
    ]
    return table([head, *rows])


def _spent(pairs: Sequence[Mapping[str, Any]], site: str, name: str) -> str:
    values = [pair[site][name] for pair in pairs]
    return spread(Spread.of(values), 2) if any(values) else NOTHING


def _ratio(pairs: Sequence[Mapping[str, Any]]) -> str:
    return f"**{spread(Spread.of(pair['ratio'] for pair in pairs), 2)}**"


def pairs_table(pairs: Sequence[Mapping[str, Any]]) -> str:
    """The servers' CPU, pair by pair."""
    head = ["paire", "messages", "(a)", "(b)", "rapport", "p50 (a), ms", "p50 (b), ms"]
    return table([head, *(_pair_row(place, pair) for place, pair in enumerate(pairs, 1))])


def _pair_row(place: int, pair: Mapping[str, Any]) -> list[str]:
    one, two = pair["one"], pair["two"]
    return [
        str(place),
        number(one["messages"]),
        number(one["servers"], 2),
        number(two["servers"], 2),
        number(pair["ratio"], 2),
        milliseconds(one["latency"], "p50"),
        milliseconds(two["latency"], "p50"),
    ]
