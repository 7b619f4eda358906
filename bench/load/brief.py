"""The table that opens the document: what is asked, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.load.figures import closed_knee, open_knee
from bench.load.wording import failures, milliseconds, refusals, share, waits
from bench.peers.french import NO_BREAK, number, spread, table
from bench.peers.spread import Spread

FLAT = 0.5  # MB per 1 000 messages: the process grows by less than 2 % over all of them
MOST_RATIO, AIMED_RATIO = 1.5, 1.2
NOTHING_YET = "Pas encore mesuré."

Part = Mapping[str, Any]


def brief(results: Part) -> str:
    """One line for each thing that is asked."""
    rows = list(_rows(results))
    return table([["demandé", "mesuré"], *rows]) if rows else NOTHING_YET


def _rows(results: Part) -> Iterator[list[str]]:
    if "closed" in results:
        yield ["où est le genou (boucle fermée)", closed_line(results["closed"])]
    if "open" in results:
        yield ["où est le genou (boucle ouverte)", open_line(results["open"])]
        yield ["au-delà, des refus en règle et pas d’embouteillage", beyond_line(results["open"])]
        yield ["retour à la normale", recovery_line(results["open"]["overload"])]
    if "limits" in results:
        yield ["qui abuse reçoit 429 et `Retry-After`", limits_line(results["limits"])]
    if "memory" in results:
        part = results["memory"]
        yield [f"mémoire plate sur {number(part['messages'])} messages", memory_line(part)]
    if "scale" in results:
        yield [f"calcul par message{NO_BREAK}: au plus × 1,5, visé × 1,2", scale_line(results)]


def closed_line(part: Part) -> str:
    """The knee of the closed loop."""
    knee = closed_knee(part["levels"])
    return (
        f"{number(knee['messages_a_second'], 1)} messages/s à {knee['visitors']} visiteur(s), p95 "
        f"{milliseconds(knee['latency'], 'p95')}{NO_BREAK}ms"
    )


def open_line(part: Part) -> str:
    """The knee of the open loop."""
    knee = open_knee(part["levels"])
    if knee is None:
        return "aucune charge ne tient"
    return (
        f"{share(knee['share'])} de la capacité{NO_BREAK}: "
        f"{number(knee['offered'], 1)} demandes/s, "
        f"p95 {milliseconds(knee['latency'], 'p95')}{NO_BREAK}ms"
    )


def beyond_line(part: Part) -> str:
    """The heaviest load."""
    most = part["levels"][-1]
    return (
        f"à {share(most['share'])}{NO_BREAK}: {share(most['refused_share'])} refusées "
        f"({refusals(most)}, `Retry-After` {waits(most)}), p99 des messages acceptés "
        f"{milliseconds(most['latency'], 'p99')}{NO_BREAK}ms, "
        f"{number(most['messages_a_second'], 1)} messages/s servis, {failures(most)} échec(s)"
    )


def recovery_line(over: Part) -> str:
    """The end of the overload."""
    if over["recovery"] is None:
        return "**pas pendant la mesure**"
    return f"en {number(over['recovery'] + over['window'], 1)}{NO_BREAK}s au plus"


def limits_line(part: Part) -> str:
    """The greedy, and what the others see."""
    scenes = part["scenes"]
    told = ", ".join(
        f"{name} {refusals(scenes[key]['greedy'])} (`Retry-After` {waits(scenes[key]['greedy'])})"
        for key, name in (("visitor", "visiteur"), ("address", "adresse"))
    )
    medians = " et ".join(
        milliseconds(scenes[key]["others"]["latency"], "p50") for key in ("visitor", "address")
    )
    calm = milliseconds(scenes["calm"]["others"]["latency"], "p50")
    return f"{told}{NO_BREAK}; p50 des autres {medians}{NO_BREAK}ms, {calm} sans abus"


def memory_line(part: Part) -> str:
    """The slope."""
    if part["growth"] is None:
        return "trop peu de mesures"
    slope = part["growth"]["rss"]
    verdict = "plate" if slope < FLAT else "**elle grandit**"
    return (
        f"{number(slope, 2)}{NO_BREAK}Mo pour 1 000 messages{NO_BREAK}: {verdict} "
        f"(seuil{NO_BREAK}: {number(FLAT, 1)})"
    )


def scale_line(results: Part) -> str:
    """The ratio."""
    ratio = Spread.of(pair["ratio"] for pair in results["scale"]["pairs"])
    verdict = "**non tenu**"
    if ratio.middle <= MOST_RATIO:
        verdict = "visé et atteint" if ratio.middle <= AIMED_RATIO else "tenu"
    return f"× {spread(ratio, 2)}{NO_BREAK}: {verdict}"
