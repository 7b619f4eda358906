import pytest

from bench.peers.spread import Spread, percentile, share_interval


def test_a_spread_is_the_median_and_the_extremes():
    assert Spread.of([3.0, 1.0, 10.0]) == Spread(3.0, 1.0, 10.0)


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (99, 99), (100, 100), (0, 1)])
def test_a_percentile_is_one_of_the_values(percent, value):
    assert percentile(range(100, 0, -1), percent) == value


def test_the_tail_of_few_values_is_the_greatest():
    assert percentile([5.0, 1.0], 99) == 5.0


def test_the_interval_of_a_share_narrows_with_the_questions_and_stays_a_share():
    low, high = share_interval(45, 50)
    assert (round(low, 3), round(high, 3)) == (0.786, 0.957)
    few = share_interval(9, 10)
    assert few[1] - few[0] > high - low
    assert share_interval(10, 10)[1] == pytest.approx(1.0)
    assert share_interval(0, 10)[0] == pytest.approx(0.0)
