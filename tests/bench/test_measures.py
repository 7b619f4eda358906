import pytest

from bench.peers.measures import MEASURES, cost_of_database, growth
from bench.peers.plot import gain
from bench.peers.speed_tables import asked, own_table, ratios_table, verdict
from bench.peers.spread import Spread
from tests.bench.made_up import figures

BY_TITLE = {measure.title: measure for measure in MEASURES}
DOMAIN = BY_TITLE["tour répondu par `domain.yml`, p50"]
THROUGHPUT = BY_TITLE["messages par seconde"]


def test_growth_and_cost_compare_a_server_with_itself():
    run = figures(domain=[10, 10, 40], database=[13, 13, 99], early=[2, 2, 9], late=[3, 3, 90])
    assert growth(run) == 1.5
    assert cost_of_database(run) == 1.3


def test_ratios_are_taken_run_by_run():
    runs = [
        {"assistant": figures(domain=[mine]), "rasa-defaut": figures(domain=[theirs])}
        for mine, theirs in [(5, 20), (10, 20), (30, 100)]
    ]
    assert DOMAIN.ratio(runs, "assistant", "rasa-defaut") == Spread(0.3, 0.25, 0.5)
    assert DOMAIN.over(runs, "assistant") == Spread(10, 5, 30)


def test_tails_are_of_the_turns_of_their_kind():
    run = {"assistant": figures(domain=list(range(1, 101)), database=[7])}
    p99 = BY_TITLE["tour répondu par `domain.yml`, p99"]
    assert p99.over([run], "assistant").middle == 99
    assert BY_TITLE["tour répondu par la base, p50"].over([run], "assistant").middle == 7


@pytest.mark.parametrize(
    ("measure", "ratio", "said"),
    [
        (DOMAIN, 0.34, "**manqué**"),
        (DOMAIN, 0.33, "tenu"),
        (DOMAIN, 0.2, "tenu, espoir atteint"),
        (THROUGHPUT, 2.9, "**manqué**"),
        (THROUGHPUT, 3.0, "tenu"),
        (THROUGHPUT, 5.0, "tenu, espoir atteint"),
        (BY_TITLE["tour répondu par la base, p95"], 9, "—"),
    ],
)
def test_a_verdict_is_that_of_the_median(measure, ratio, said):
    assert verdict(measure, Spread(ratio, 0, 99)) == said


def test_what_was_asked_is_printed():
    assert asked(DOMAIN) == ["≤\u00a00,33", "≤\u00a00,20"]
    assert asked(THROUGHPUT) == ["≥\u00a03,00", "≥\u00a05,00"]
    assert asked(BY_TITLE["tour par la base sur tour par `domain.yml`"]) == ["≤\u00a01,30", "—"]


def test_the_tables_show_every_miss():
    runs = [{"assistant": figures(2.0), "rasa-defaut": figures()}]
    assert ratios_table(runs).count("**manqué**") == 3  # both turns and messages a second
    assert own_table(runs).count("**manqué**") == 2  # 1.5 and 2.0


def test_what_is_drawn_is_better_the_further_right():
    assert gain(DOMAIN, Spread(0.25, 0.2, 0.5)) == Spread(4, 2, 5)
    assert gain(THROUGHPUT, Spread(4, 2, 5)) == Spread(4, 2, 5)
