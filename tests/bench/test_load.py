"""When requests are due, what users do, and figures that can be checked by hand."""

import statistics
from itertools import islice, pairwise
from pathlib import Path

import pytest

from bench.load import journeys, metrics
from bench.load.scenario import Sample, poisson_times
from bench.load.site import Run
from harness.files import read_yaml

HERE = Path(journeys.__file__).parent


def sample(due=0.0, seconds=0.1, status=200, kind="message", wait=None, abuser=False) -> Sample:
    return Sample(abuser, kind, due, due, due + seconds, status, wait)


def test_arrivals_are_a_poisson_process():
    due = poisson_times([(400, 50)], seed=3)
    gaps = [later - earlier for earlier, later in pairwise(due)]
    assert due == poisson_times([(400, 50)], seed=3)
    assert statistics.fmean(gaps) == pytest.approx(1 / 50, rel=0.03)
    # The gaps of a Poisson process vary as much as they are long.
    assert statistics.stdev(gaps) == pytest.approx(statistics.fmean(gaps), rel=0.05)


def test_stages_follow_each_other():
    due = poisson_times([(100, 10), (100, 40)], seed=4)
    assert due == sorted(due)
    assert sum(one < 100 for one in due) == pytest.approx(1000, rel=0.1)
    assert sum(100 <= one < 200 for one in due) == pytest.approx(4000, rel=0.1)


def test_journeys_are_realistic_and_repeatable():
    seen = list(islice(journeys.steps(5), 2000))
    whole, follow_ups = journeys.read_questions()
    assert seen == list(islice(journeys.steps(5), 2000))
    assert {step.kind for step in seen} == {"open", "message", "history", "feedback", "erase"}
    assert len({*whole, *follow_ups}) == len(whole) + len(follow_ups) >= 60
    for step, following in pairwise(seen):
        if step.kind == journeys.OPEN:
            assert following.text in whole
            assert not following.press


def test_abuse_is_one_conversation_or_only_openings():
    assert {one.kind for one in islice(journeys.abuse(1, opens=True), 9)} == {"open"}
    first, *others = islice(journeys.abuse(1, opens=False), 30)
    assert (first.kind, {one.kind for one in others}) == ("open", {"message"})


def test_a_level_tells_answers_refusals_and_failures_apart():
    samples = [
        sample(),
        sample(kind="open", status=201),
        sample(status=503, wait=1),
        sample(status=429, wait=30),
        sample(status=503),  # without Retry-After it is no refusal in order
        sample(status=0),
    ]
    row = metrics.level(samples, seconds=2, visiteurs=3)
    assert (row["visiteurs"], row["demandes/s"], row["servies/s"], row["messages/s"]) == (
        3,
        3,
        1,
        0.5,
    )
    assert (row["refusées"], row["`Retry-After` (s)"]) == ("429 × 1, 503 × 1", "1 à 30")
    assert row["refusées (%)"] == pytest.approx(100 / 3)
    assert row["échecs"] == 2


def test_latency_counts_from_when_the_request_was_due():
    late = Sample(False, "message", due=1.0, sent=3.0, end=3.1, status=200)
    assert metrics.latencies([late])["p50 (ms)"] == pytest.approx(2100)
    assert metrics.level([late], 1)["retard du client, p99 (ms)"] == pytest.approx(2000)


def test_closed_knee_is_where_more_users_gain_nothing():
    rates = [(1, 40), (2, 70), (4, 96), (8, 100), (16, 99)]
    rows = [{"visiteurs": users, "messages/s": rate} for users, rate in rates]
    assert metrics.closed_knee(rows)["visiteurs"] == 4


def load(charge, p95, refused=0.0, failed=0):
    return {"charge (%)": charge, "p95 (ms)": p95, "refusées (%)": refused, "échecs": failed}


@pytest.mark.parametrize("bad", [(101, 0, 0), (25, 2, 0), (25, 0, 1), (None, 0, 0)])
def test_open_knee_is_the_last_load_before_one_that_does_not_hold(bad):
    rows = [load(20, 20), load(80, 60), load(90, *bad), load(100, 25)]
    assert metrics.open_knee(rows)["charge (%)"] == 80
    assert metrics.open_knee([load(20, 20, 50)]) is None


def test_windows_go_by_when_requests_were_due():
    samples = [sample(10.1), sample(10.2, 0.3), sample(11.6, status=503, wait=1)]
    rows = metrics.windows(samples, start=10, width=0.5)
    assert [row["secondes"] for row in rows] == [0, 0.5, 1, 1.5]
    assert [row["servies/s"] for row in rows] == [4, 0, 0, 0]
    assert [row["refusées (%)"] for row in rows] == [0, 0, 0, 100]


def seen(*medians):
    """Windows of one second; the overload lasts from 2 to 4."""
    return [
        {"secondes": time, "p50 (ms)": p50, "p95 (ms)": 2 * p50, "refusées (%)": 0}
        for time, p50 in enumerate(medians)
    ]


def test_recovery_is_the_first_of_two_good_windows():
    assert metrics.recovery(seen(10, 10, 300, 300, 200, 15, 90, 12, 11), 2, 4) == 3
    assert metrics.recovery(seen(10, 10, 300, 300, 300, 300), 2, 4) is None
    refused = seen(10, 10, 300, 300, 10, 10, 10)
    refused[4]["refusées (%)"] = 1
    assert metrics.recovery(refused, 2, 4) == 1


def test_what_was_used_is_read_between_readings():
    run = Run([], [], [{"time": time, "server": 2 * time} for time in (0, 1, 2)])
    assert run.used("server", 0.25, 1.5) == pytest.approx(2.5)


def test_a_try_measures_less_of_everything():
    settings = read_yaml(HERE / "settings.yml")
    assert settings["full"].keys() == settings["quick"].keys()
    for name, whole in settings["full"].items():
        quick = settings["quick"][name]
        assert sum(quick) < sum(whole) if isinstance(whole, list) else quick < whole
