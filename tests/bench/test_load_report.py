"""The document and the figures from made-up results."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bench.load.command import effort_of, keep, read_options, read_results
from bench.load.effort import Effort
from bench.load.plot import draw_all
from bench.load.report import report
from bench.load.wording import share

MACHINE = {
    "date": "2026-05-01",
    "cores": 2,
    "processor": "a processor",
    "memory_gb": 8,
    "system": "Linux x86_64",
    "python": "3.10.1",
    "busy": 0.2,
}


def latency(p50: float) -> dict[str, float]:
    return {"p50": p50, "p95": 2 * p50, "p99": 3 * p50, "most": 4 * p50, "mean": p50}


def told(messages: int = 100, p50: float = 12.34, refused: int = 0) -> dict[str, Any]:
    return {
        "requests": messages + refused,
        "messages": messages,
        "latency": latency(p50),
        "refused": {"503": refused} if refused else {},
        "refused_share": refused / (messages + refused),
        "refusal": latency(5) if refused else None,
        "waits": [1.0, 1.0] if refused else None,
        "wrong": {},
    }


def level(rate: float, p50: float = 12.34, refused: int = 0, **more: Any) -> dict[str, Any]:
    return {
        **told(100, p50, refused),
        "seconds": 10,
        "messages_a_second": rate,
        "requests_a_second": 1.5 * rate,
        "offered": 1.5 * rate + refused / 10,
        "server_share": 0.5,
        "client_share": 0.031,
        "server_milliseconds": 12.0,
        "late": latency(0.5),
        **more,
    }


def part(effort: Effort, **found: Any) -> dict[str, Any]:
    return {"machine": MACHINE, "effort": asdict(effort), **found}


def overload() -> dict[str, Any]:
    windows = [
        {"time": time / 2, "p50": 10.0, "p95": 20.0, "accepted": 20, "refused": 0}
        for time in range(20)
    ]
    windows[8] = {"time": 4.0, "p50": None, "p95": None, "accepted": 0, "refused": 9}
    return {
        "share": 2.0,
        "calm": 3,
        "over": 6,
        "window": 0.5,
        "windows": windows,
        "recovery": 0.5,
        "wrong": 0,
    }


def scene(refused: int) -> dict[str, Any]:
    greedy = {**told(30), "refused": {"429": refused}, "waits": [58.0, 60.0], "rate": 10.0}
    return {
        "greedy": {**greedy, "requests": 30 + refused},
        "others": told(200, 14.0),
        "others_since": told(100, 13.0),
        "refused_after": 3.2,
        "server_share": 0.2,
    }


def results(effort: Effort | None = None) -> dict[str, Any]:
    effort = effort or Effort()
    one, two = {**told(600), "servers": 10.0}, {**told(600), "servers": 11.5}
    calm = {**scene(0), "others_since": None, "refused_after": None}
    pair = {
        "one": {**one, "postgres": 0.0, "redis": 0.0},
        "two": {**two, "postgres": 1.5, "redis": 0.25},
        "ratio": 1.15,
    }
    series = [
        {"messages": count, "rss": 450.0, "pss": 400 + count / 20_000, "database": count / 500}
        for count in range(0, 20_001, 500)
    ]
    return {
        "closed": part(
            effort,
            pinned=True,
            levels=[level(40, visitors=1), level(50, visitors=2), level(49, 99, 20, visitors=64)],
        ),
        "open": part(
            effort,
            pinned=True,
            capacity=level(50, visitors=8),
            levels=[level(10, share=0.2), level(45, 40, share=0.9), level(48, 600, 80, share=2.0)],
            overload=overload(),
        ),
        "memory": part(
            effort,
            **told(20_000),
            seconds=400,
            conversations=3600,
            server_milliseconds=12.0,
            settled=5000,
            series=series,
            growth={"rss": 0.1, "pss": 0.05, "database": 2.0},
            parts=[
                {"messages": end, "messages_a_second": 50.0, "latency": latency(12)}
                for end in (1000, 2000)
            ],
        ),
        "scale": part(effort, pairs=[pair, {**pair, "ratio": 1.25}, {**pair, "ratio": 1.18}]),
        "limits": part(
            effort,
            pinned=True,
            visitors=24,
            pause=2.5,
            seconds=25,
            scenes={
                "calm": calm,
                "visitor": scene(200),
                "address": scene(190),
                "openings": scene(150),
                "flood": scene(9000),
            },
        ),
    }


def test_figures_of_the_results_stand_in_the_document() -> None:
    text = report(results())
    assert "Mesuré le 1er mai 2026" in text
    assert "50,0 messages/s à 2 visiteur(s)" in text  # the knee of the closed loop
    assert "90\u00a0% de la capacité" in text  # the knee of the open loop
    assert "503 × 80" in text
    assert "en 1,0\u00a0s au plus" in text
    assert "429 × 200 (`Retry-After` 58 à 60\u00a0s)" in text
    assert "0,10\u00a0Mo pour 1\u202f000 messages" in text.replace("1 000", "1\u202f000")
    assert "× 1,18 (1,15 à 1,25)\u00a0: visé et atteint" in text
    assert "essai" not in text.split("## En bref")[1]


def test_document_says_when_it_was_but_a_try() -> None:
    assert report(results(Effort().quick())).count("**Mesure d’essai**") == 5


def test_what_was_not_measured_is_said_so() -> None:
    only = {"scale": results()["scale"]}
    assert report(only).count("Pas encore mesuré.") == 5
    assert report({}).count("Pas encore mesuré.") == 7


def test_what_is_not_reached_is_said_so() -> None:
    worse = results()
    worse["memory"]["growth"]["rss"] = 4.2
    worse["open"]["overload"]["recovery"] = None
    worse["scale"]["pairs"] = [{**worse["scale"]["pairs"][0], "ratio": 1.7}]
    text = report(worse)
    assert "**elle grandit**" in text
    assert "**pas pendant la mesure**" in text
    assert "**non tenu**" in text


def test_typography_is_french() -> None:
    prose = re.sub(r"`[^`]*`|<!--.*?-->|\]\([^)]*\)|^    .*$", "", report(results()), flags=re.M)
    assert "'" not in prose
    assert not re.findall(r".* [:;?!%»].*", prose)
    assert not re.findall(r"\d\.\d", re.sub(r"3\.10\.1|127\.0\.0\.\d", "", prose))


@pytest.mark.parametrize(("value", "text"), [(0.4, "40"), (0.003, "0,3"), (0.01, "1"), (0, "0")])
def test_shares(value: float, text: str) -> None:
    assert share(value) == f"{text}\u00a0%"


def test_figures_are_drawn(tmp_path: Path) -> None:
    draw_all(results(), tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "charge-fermee.png",
        "charge-memoire.png",
        "charge-ouverte.png",
        "charge-surcharge.png",
    ]


def test_parts_are_kept_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "load" / "results.json"
    keep(file, "closed", {"levels": [1]})
    keep(file, "scale", {"pairs": []})
    keep(file, "closed", {"levels": [2]})
    assert read_results(file) == {"closed": {"levels": [2]}, "scale": {"pairs": []}}
    assert json.loads(file.read_text(encoding="utf-8"))


def test_options_choose_the_effort() -> None:
    assert effort_of(read_options([])) == Effort()
    assert effort_of(read_options(["--quick"])).pairs < Effort().pairs
    assert effort_of(read_options(["--messages", "2000"])).settled == 500
