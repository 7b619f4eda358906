"""What is counted, and that no visitor can write on the page."""

import asyncio
import inspect
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from channels.assistant import Turn
from channels.bubble import Bubble
from channels.web import problems
from channels.web.active import ActiveConversations
from channels.web.metrics import BUCKETS, Metrics, project_metrics
from settings import Settings

ANSWERED = Turn("?", (Bubble("Voilà", topic="adhesion"),), "adhesion", 1.0, 1.0)


def samples(metrics: Metrics) -> dict[str, float]:
    """The page by `name{label="value"}`, without the times at which counters began."""
    return {
        name: value
        for family in text_string_to_metric_families(metrics.page().decode())
        for sample in family.samples
        if not sample.name.endswith("_created")
        for name, value in [(_shown(sample.name, sample.labels), sample.value)]
    }


def _shown(name: str, labels: dict[str, str]) -> str:
    told = ", ".join(f"{label}={value}" for label, value in sorted(labels.items()))
    return name.removeprefix("clusters_chat_") + (f"{{{told}}}" if told else "")


def changes(metrics: Metrics, *events) -> dict[str, float]:
    """What the page shows otherwise after `events` than before."""
    before = samples(metrics)
    for event in events:
        event()
    after = samples(metrics)
    return {
        name: value - before.get(name, 0)
        for name, value in after.items()
        if value != before.get(name) and not name.startswith(("process_", "turn_seconds"))
    }


@pytest.fixture
def metrics() -> Metrics:
    return project_metrics()


def test_a_turn_is_counted_by_its_outcome_and_topic(metrics):
    told = changes(
        metrics,
        lambda: metrics.turn("s", ANSWERED, 0.03),
        lambda: metrics.turn("s", ANSWERED, 0.03),
        lambda: metrics.turn("t", Turn("?", (Bubble("Hm"),), None, None, 1.0), 0.03),
    )
    assert told == {
        "turns_total{outcome=repondu, topic=adhesion}": 2,
        "turns_total{outcome=autre, topic=aucun}": 1,
        "conversations": 2,
    }


def test_the_latency_of_turns_falls_into_buckets(metrics):
    for seconds in (0.004, 0.02, 0.02, 3, 11):
        metrics.turn("s", ANSWERED, seconds)
    told = samples(metrics)
    assert told["turn_seconds_count"] == 5
    assert told["turn_seconds_sum"] == pytest.approx(14.044)
    counts = {le: told[f"turn_seconds_bucket{{le={float(le)}}}"] for le in BUCKETS}
    assert [counts[le] for le in (0.005, 0.01, 0.025, 2.5, 5, 10)] == [1, 1, 3, 3, 4, 4]


def test_a_turn_that_may_just_take_its_time_has_a_bucket():
    assert BUCKETS[-1] >= Settings.__fields__["turn_seconds"].default


@pytest.mark.parametrize(
    ("event", "counted"),
    [
        (lambda metrics: metrics.opened(), "opened_total"),
        (lambda metrics: metrics.erased("s"), "erased_total"),
        (lambda metrics: metrics.rated(True), "rated_total{useful=oui}"),
        (lambda metrics: metrics.rated(False), "rated_total{useful=non}"),
        (lambda metrics: metrics.failed(), "faults_total{kind=request_failed}"),
        (lambda metrics: metrics.overtaken(), "faults_total{kind=overtaken}"),
        (lambda metrics: metrics.too_slow(), "faults_total{kind=too_slow}"),
        (lambda metrics: metrics.database_away(), "faults_total{kind=database_away}"),
        (lambda metrics: metrics.redis_away(), "faults_total{kind=redis_away}"),
        (
            lambda metrics: metrics.refused(429, "too-many"),
            "refused_total{slug=too-many, status=429}",
        ),
        (
            lambda metrics: metrics.refused(200, "too-many"),
            "refused_total{slug=autre, status=autre}",
        ),
    ],
)
def test_each_event_is_counted_once(metrics, event, counted):
    assert changes(metrics, lambda: event(metrics)) == {counted: 1}


def test_every_problem_is_known_beforehand(metrics):
    """One that is missing in `STATUSES` would be counted as "autre"."""
    makers = [
        function
        for _, function in inspect.getmembers(problems, inspect.isfunction)
        if inspect.signature(function).return_annotation == "Problem"
    ]
    assert len(makers) > 10
    for make in makers:
        problem = make(*["x"] * len(inspect.signature(make).parameters))
        assert problems.STATUSES.get(problem.slug) == problem.status


def test_what_has_not_happened_yet_stands_at_zero(metrics):
    told = samples(metrics)
    for slug, status in problems.STATUSES.items():
        assert told[f"refused_total{{slug={slug}, status={status}}}"] == 0


def test_what_is_under_way_is_read_with_the_page(metrics):
    under_way = [0]
    metrics.under_way(lambda: len(under_way), 32)
    metrics.ready(lambda: len(under_way) > 1)
    assert (samples(metrics)["under_way"], samples(metrics)["ready"]) == (1, 0)
    under_way.append(0)
    assert (samples(metrics)["under_way"], samples(metrics)["ready"]) == (2, 1)
    assert samples(metrics)["under_way_limit"] == 32


def test_the_limit_on_openings_is_shown_a_second(metrics):
    metrics.openings_at_most("60/10 minutes")
    assert samples(metrics)["opened_limit_per_second"] == pytest.approx(0.1)


def test_versions_replace_one_another(metrics):
    metrics.versions("2.0", "ab12", "cd34")
    metrics.versions("2.0", "ab12", "ef56")
    told = [name for name in samples(metrics) if name.startswith("build_info")]
    assert told == ["build_info{catalogue=ef56, model=ab12, release=2.0}"]


def test_the_process_is_weighed(metrics):
    told = samples(metrics)
    assert told["process_resident_memory_bytes"] > 1e6
    assert told["process_cpu_seconds_total"] > 0


def test_processes_share_nothing(metrics):
    other = project_metrics()
    metrics.opened()
    assert samples(other)["opened_total"] == 0


# --- conversations


def test_a_conversation_is_forgotten_after_its_silence():
    now = [0.0]
    active = ActiveConversations(seconds=900, clock=lambda: now[0])
    active.hear("talks on")
    active.hear("is silent")
    now[0] = 600
    active.hear("talks on")
    assert len(active) == 2
    now[0] = 901
    assert len(active) == 1
    assert set(active._heard) == {"talks on"}
    now[0] = 2000
    active.hear("comes")
    assert set(active._heard) == {"comes"}


def test_an_erased_conversation_is_forgotten_at_once(metrics):
    metrics.turn("s", ANSWERED, 0.1)
    metrics.erased("s")
    metrics.erased("never heard of")
    assert samples(metrics)["conversations"] == 0


def test_however_many_talk_memory_is_bounded():
    active = ActiveConversations(most=100)
    for number in range(1000):
        active.hear(str(number))
    assert len(active) == 100
    assert "999" in active._heard


# --- the event loop


def test_a_loop_that_stands_still_shows(metrics):
    async def live(still: float) -> None:
        watching = asyncio.ensure_future(metrics.watch_loop())
        await asyncio.sleep(0.1)
        time.sleep(still)
        await asyncio.sleep(0.1)
        watching.cancel()

    asyncio.run(live(0.7))
    assert 0.2 < samples(metrics)["loop_lag_seconds_total"] < 0.6


def test_a_loop_that_runs_shows_next_to_nothing(metrics):
    async def live() -> None:
        watching = asyncio.ensure_future(metrics.watch_loop())
        await asyncio.sleep(0.8)
        watching.cancel()

    asyncio.run(live())
    assert 0 < samples(metrics)["loop_lag_seconds_total"] < 0.3


# --- never a word of a visitor

WORDS = st.text(max_size=60).map(lambda text: f"mot{text}")
BUBBLES = st.builds(Bubble, text=WORDS, language=WORDS, topic=WORDS)
TURNS = st.builds(
    Turn,
    said=WORDS,
    bubbles=st.lists(BUBBLES, min_size=1, max_size=3).map(tuple),
    intent=st.none() | WORDS,
    confidence=st.none() | st.floats(0, 1),
    milliseconds=st.floats(0, 1e4),
    responses=st.lists(WORDS, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(WORDS, TURNS, st.integers(), WORDS), min_size=1, max_size=8))
def test_no_word_of_a_visitor_reaches_the_page_nor_makes_it_grow(spoken):
    metrics = project_metrics()
    before = samples(metrics)
    for session, turn, status, slug in spoken:
        metrics.turn(session, turn, 0.1)
        metrics.refused(status, slug)
        metrics.erased(session)
    after = samples(metrics)
    grown = {"turns_total{outcome=autre, topic=autre}", "refused_total{slug=autre, status=autre}"}
    assert set(after) - set(before) == grown
    assert b"mot" not in metrics.page()


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text(), st.text())
def test_nothing_but_known_labels(said, topic, intent):
    metrics = project_metrics()
    metrics.turn(said, Turn(said, (Bubble(said, topic=topic),), intent, 1.0, 1.0, (said,)), 0.1)
    (told,) = [name for name in samples(metrics) if name.startswith("turns_total")]
    assert len(told) < 80
    assert told.isascii()
