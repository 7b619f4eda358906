"""When requests are due, and what visitors do."""

from __future__ import annotations

import statistics
from itertools import islice

import pytest

from bench.load.places import QUESTIONS
from bench.load.schedule import arrivals, evenly
from bench.load.visitor import address_of
from bench.load.visits import FEWEST, MESSAGE, MOST, OPEN, read_questions, visits


def test_same_seed_gives_the_same_arrivals() -> None:
    assert arrivals([(20, 5)], seed=1) == arrivals([(20, 5)], seed=1)
    assert arrivals([(20, 5)], seed=1) != arrivals([(20, 5)], seed=2)


def test_arrivals_are_a_poisson_process() -> None:
    due = arrivals([(50, 400)], seed=3)
    gaps = [later - earlier for earlier, later in zip(due, due[1:])]
    assert len(due) == pytest.approx(50 * 400, rel=0.03)
    assert statistics.fmean(gaps) == pytest.approx(1 / 50, rel=0.03)
    # The gaps of a Poisson process vary as much as they are long.
    assert statistics.stdev(gaps) == pytest.approx(statistics.fmean(gaps), rel=0.05)
    assert statistics.median(gaps) == pytest.approx(0.693 / 50, rel=0.05)


def test_phases_follow_each_other() -> None:
    due = arrivals([(10, 100), (0, 50), (40, 100)], seed=4)
    assert due == sorted(due)
    assert sum(one < 100 for one in due) == pytest.approx(1000, rel=0.1)
    assert not [one for one in due if 100 <= one < 150]
    assert sum(150 <= one < 250 for one in due) == pytest.approx(4000, rel=0.1)
    assert due[-1] < 250


def test_evenly_is_like_clockwork() -> None:
    assert evenly(2, 2) == [0, 0.5, 1, 1.5]
    assert evenly(2, 2, offset=0.5) == [0.25, 0.75, 1.25, 1.75]


def test_questions_are_many_and_different() -> None:
    questions = read_questions(QUESTIONS)
    everything = [*questions.whole, *questions.next]
    assert len(everything) >= 60
    assert len(set(everything)) == len(everything)


def test_visits_are_of_a_realistic_length_and_repeatable() -> None:
    questions = read_questions(QUESTIONS)
    seen = list(islice(visits(questions, seed=5), 50))
    assert seen == list(islice(visits(questions, seed=5), 50))
    for steps in seen:
        texts = [step.text for step in steps if step.kind == MESSAGE]
        assert steps[0].kind == OPEN
        assert steps[1].text in questions.whole
        assert not steps[1].press
        assert FEWEST <= len(texts) <= MOST
        assert len(set(texts)) == len(texts)


def test_every_kind_of_step_occurs() -> None:
    seen = islice(visits(read_questions(QUESTIONS), seed=6), 100)
    kinds = {step.kind for steps in seen for step in steps}
    assert kinds == {"open", "message", "history", "feedback", "erase"}


def test_every_visitor_has_an_address_of_this_machine() -> None:
    addresses = [address_of(number) for number in range(2000)]
    assert len(set(addresses)) == 2000
    for address in addresses:
        first, *others = map(int, address.split("."))
        assert first == 127
        assert all(0 <= one <= 254 for one in others)
