"""What is counted for those who watch over the service: figures, never a word of a visitor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial

import limits
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from channels.assistant import Turn
from channels.web import problems
from channels.web.active import ActiveConversations
from channels.web.outcomes import Outcomes, read_outcomes, topic_of
from components.topics.intents import KINDS, intent_kinds

PREFIX = "clusters_chat"
OTHER = "autre"  # in the place of a label that is not known beforehand
NO_TOPIC = "aucun"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
TICK_SECONDS = 0.5
USEFUL = {True: "oui", False: "non"}
FAULTS = ("request_failed", "overtaken", "too_slow", "database_away", "redis_away")


class Metrics:
    """Counts what one process does and writes the page that Prometheus reads.

    Labels have values that are known beforehand, so that no visitor can put a word into the page
    or make it grow.

    Args:
        registry: what the page shows; nothing else is to be in it.
        outcomes: tell how a turn ended.
        topics: what a turn may be about.
        statuses: what may be refused: the status of each slug.
        active: the conversations that are going on.

    Attributes:
        content_type: of the page.
    """

    content_type = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(
        self,
        registry: CollectorRegistry,
        outcomes: Outcomes,
        topics: Collection[str],
        statuses: Mapping[str, int],
        active: ActiveConversations,
    ) -> None:
        self._registry = registry
        self._outcomes = outcomes
        self._topics = {*topics, NO_TOPIC}
        self._statuses = statuses
        self._active = active
        counter = partial(Counter, namespace=PREFIX, registry=registry)
        gauge = partial(Gauge, namespace=PREFIX, registry=registry)
        self._turns = counter("turns", "Messages answered", ("outcome", "topic"))
        self._seconds = Histogram(
            "turn_seconds",
            "How long a message took",
            namespace=PREFIX,
            registry=registry,
            buckets=BUCKETS,
        )
        self._opened = counter("opened", "Conversations opened")
        self._erased = counter("erased", "Conversations erased by their visitor")
        self._rated = counter("rated", "Thumbs", ("useful",))
        self._refused = counter("refused", "Requests refused or failed", ("status", "slug"))
        self._faults = counter("faults", "What went wrong inside", ("kind",))
        self._lag = counter("loop_lag_seconds", "How long the event loop kept others waiting")
        self._ready = gauge("ready", "1 when visitors can be answered")
        self._under_way = gauge("under_way", "Turns and openings under way or waiting")
        self._under_way_limit = gauge("under_way_limit", "How many there may be")
        self._opened_limit = gauge("opened_limit_per_second", "Openings of everybody together")
        talks = gauge("conversations", "Conversations with a turn in the last 15 minutes")
        talks.set_function(lambda: len(active))
        self._build = Info("build", "What runs", namespace=PREFIX, registry=registry)
        ProcessCollector(registry=registry)
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        """Shows what has not happened yet: a series that begins with 1 has not risen."""
        for slug, status in self._statuses.items():
            self._refused.labels(str(status), slug)
        for kind in FAULTS:
            self._faults.labels(kind)
        for useful in USEFUL.values():
            self._rated.labels(useful)

    def turn(self, session: str, turn: Turn, seconds: float) -> None:
        """A message of `session` was answered by `turn`, `seconds` after it had come."""
        self._active.hear(session)
        topic = topic_of(turn) or NO_TOPIC
        known = topic if topic in self._topics else OTHER
        self._turns.labels(self._outcomes.of(turn), known).inc()
        self._seconds.observe(seconds)

    def opened(self) -> None:
        """A conversation was opened."""
        self._opened.inc()

    def erased(self, session: str) -> None:
        """The visitor of `session` erased it."""
        self._active.forget(session)
        self._erased.inc()

    def rated(self, useful: bool) -> None:
        """A visitor said whether an answer was of use."""
        self._rated.labels(USEFUL[useful]).inc()

    def refused(self, status: int, slug: str) -> None:
        """A request was answered with a problem."""
        if self._statuses.get(slug) == status:
            self._refused.labels(str(status), slug).inc()
        else:
            self._refused.labels(OTHER, OTHER).inc()

    def failed(self) -> None:
        """A request failed by a fault of ours."""
        self._faults.labels("request_failed").inc()

    def overtaken(self) -> None:
        """Another process answered the same message, or another one of the conversation."""
        self._faults.labels("overtaken").inc()

    def too_slow(self) -> None:
        """A turn did not end in time."""
        self._faults.labels("too_slow").inc()

    def database_away(self) -> None:
        """The database of the conversations did not answer."""
        self._faults.labels("database_away").inc()

    def redis_away(self) -> None:
        """Redis did not answer."""
        self._faults.labels("redis_away").inc()

    def ready(self, answer: Callable[[], bool]) -> None:
        """At each reading of the page `answer` says whether visitors can be answered."""
        self._ready.set_function(answer)

    def under_way(self, count: Callable[[], int], most: int) -> None:
        """At each reading of the page `count` says how many turns are under way, of `most`."""
        self._under_way.set_function(count)
        self._under_way_limit.set(most)

    def openings_at_most(self, rate: str) -> None:
        """Everybody together may open conversations at `rate`, as "600/10 minutes"."""
        parsed = limits.parse(rate)
        self._opened_limit.set(parsed.amount / parsed.get_expiry())

    def versions(self, release: str, model: str, catalogue: str) -> None:
        """What runs; again when a part of it has changed."""
        self._build.info({"release": release, "model": model, "catalogue": catalogue})

    async def watch_loop(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Adds up for ever how much later than it should this coroutine has its turn."""
        while True:
            due = clock() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self._lag.inc(max(0.0, clock() - due))

    def page(self) -> bytes:
        """All of it as it stands, in the text format of Prometheus."""
        return generate_latest(self._registry)


def project_metrics() -> Metrics:
    """Metrics with what the project knows: its outcomes, its topics, its problems.

    Raises:
        ContentError: `data/sujets.yml` has no outcomes.
    """
    kinds = intent_kinds()
    return Metrics(
        CollectorRegistry(),
        read_outcomes(KINDS),
        kinds.questions | kinds.no_topic,
        problems.STATUSES,
        ActiveConversations(),
    )
