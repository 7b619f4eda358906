"""Figures from made-up samples, which can be checked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bench.load.accounts import Weight
from bench.load.figures import (
    closed_knee,
    latencies,
    level,
    open_knee,
    outcome,
    recovery,
    slope,
    windows,
)
from bench.load.limits import first_refusal
from bench.load.memory import along, growth, parts
from bench.load.running import Run
from bench.load.sample import Sample


def sample(
    due: float = 0,
    seconds: float = 0.1,
    status: int = 200,
    kind: str = "message",
    wait: float | None = None,
) -> Sample:
    return Sample("", kind, due, due, due + seconds, status, wait)


def one_level(load: float, p95: float, refused: float = 0, **more: Any) -> dict[str, Any]:
    latency = {"p50": p95 / 2, "p95": p95, "p99": 2 * p95}
    return {"share": load, "latency": latency, "refused_share": refused, "wrong": {}, **more}


def test_percentiles_are_in_milliseconds() -> None:
    found = latencies(number / 1000 for number in range(1, 101))
    assert found == pytest.approx({"p50": 50, "p95": 95, "p99": 99, "most": 100, "mean": 50.5})


def test_no_latency_of_nothing() -> None:
    assert latencies([]) is None


def test_latency_counts_from_when_the_request_was_due() -> None:
    late = Sample("", "message", due=1.0, sent=3.0, end=3.1, status=200, wait=None)
    assert late.seconds == pytest.approx(2.1)


def test_outcome_tells_answers_refusals_and_failures_apart() -> None:
    samples = [
        sample(),
        sample(kind="open", status=201),
        sample(status=503, wait=1),
        sample(status=429, wait=30),
        sample(status=503),  # without Retry-After it is no refusal in order
        sample(status=500),
        sample(status=0),
    ]
    found = outcome(samples)
    assert found["requests"] == 7
    assert found["messages"] == 1
    assert found["refused"] == {"503": 1, "429": 1}
    assert found["refused_share"] == pytest.approx(2 / 7)
    assert found["waits"] == [1, 30]
    assert found["wrong"] == {"503": 1, "500": 1, "0": 1}


def test_level_counts_by_the_seconds_of_the_plan() -> None:
    run = Run([sample(), sample(), sample(kind="open")], start=0, seconds=4, cpu=1)
    found = level(run, seconds=2, server_cpu=3)
    assert found["messages_a_second"] == 1
    assert found["requests_a_second"] == 1.5
    assert found["server_milliseconds"] == 1500
    assert (found["server_share"], found["client_share"]) == (0.75, 0.25)


def test_closed_knee_is_where_more_visitors_gain_nothing() -> None:
    rates = [(1, 40), (2, 70), (4, 96), (8, 100), (16, 99)]
    levels = [{"visitors": one, "messages_a_second": rate} for one, rate in rates]
    assert closed_knee(levels)["visitors"] == 4


def test_open_knee_is_the_last_load_that_holds() -> None:
    levels = [one_level(0.2, 20), one_level(0.8, 60), one_level(0.9, 101), one_level(1.0, 90)]
    knee = open_knee(levels)
    assert knee is not None
    assert knee["share"] == 0.8


@pytest.mark.parametrize("broken", [{"refused": 0.02}, {"wrong": {"0": 1}}])
def test_a_load_with_refusals_or_failures_does_not_hold(broken: dict[str, Any]) -> None:
    knee = open_knee([one_level(0.2, 20), one_level(0.5, 25, **broken), one_level(0.6, 25)])
    assert knee is not None
    assert knee["share"] == 0.2


def test_no_knee_when_nothing_holds() -> None:
    assert open_knee([one_level(0.2, 20, refused=0.5)]) is None


def test_windows_go_by_when_requests_were_due() -> None:
    samples = [sample(10.1), sample(10.2, 0.3), sample(11.6, status=503, wait=1)]
    found = windows(samples, start=10, width=0.5)
    assert [one["time"] for one in found] == [0, 0.5, 1, 1.5]
    assert [one["accepted"] for one in found] == [2, 0, 0, 0]
    assert [one["refused"] for one in found] == [0, 0, 0, 1]
    assert found[0]["p95"] == pytest.approx(300)
    assert found[1]["p50"] is None


def seen(*medians: float, refused: int = 0) -> list[dict[str, Any]]:
    """Windows of one second; the overload lasts from 2 to 4."""
    return [
        {"time": float(time), "p50": p50, "p95": 2 * p50, "refused": refused, "accepted": 9}
        for time, p50 in enumerate(medians)
    ]


def test_recovery_is_the_first_of_good_windows_in_a_row() -> None:
    found = seen(10, 10, 300, 300, 200, 15, 90, 12, 11, 10)
    assert recovery(found, calm=2, over=4) == 3


def test_recovery_waits_for_the_last_refusal() -> None:
    found = seen(10, 10, 300, 300, 10, 10, 10)
    found[4]["refused"] = 1
    assert recovery(found, calm=2, over=4) == 1


def test_no_recovery_when_it_stays_slow() -> None:
    assert recovery(seen(10, 10, 300, 300, 300, 300), calm=2, over=4) is None


def test_slope_is_that_of_the_line() -> None:
    assert slope([(x, 3 * x + 7) for x in range(10)]) == pytest.approx(3)
    assert slope([(5, 1), (5, 2)]) == 0


def test_growth_leaves_the_beginning_out() -> None:
    series = [
        {"messages": count, "rss": rss, "pss": rss, "database": count / 100}
        for count, rss in [(0, 100), (500, 300), (1000, 400), (2000, 402), (3000, 404)]
    ]
    found = growth(series, settled=1000)
    assert found == pytest.approx({"rss": 2, "pss": 2, "database": 10})
    assert growth(series, settled=3000) is None


def test_memory_is_told_by_the_messages_answered_until_then() -> None:
    run = Run([sample(1), sample(2), sample(3, kind="open")], start=0, seconds=4, cpu=0)
    found = along([Weight(0.5, 10, 9, 1), Weight(2.5, 11, 10, 2)], run)
    assert [one["messages"] for one in found] == [0, 2]
    assert [one["rss"] for one in found] == [10, 11]


def test_speed_is_told_by_thousands() -> None:
    run = Run([sample(number / 100) for number in range(2500)], start=0, seconds=25, cpu=0)
    found = parts(run)
    assert [one["messages"] for one in found] == [1000, 2000]
    assert found[1]["messages_a_second"] == pytest.approx(100, rel=0.01)


def test_first_refusal() -> None:
    assert first_refusal([sample(1), sample(3, status=429), sample(2, status=429)]) == 2.1
    assert first_refusal([sample()]) is None
