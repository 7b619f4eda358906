from bench.peers.french import date, number, percent, spread, table
from bench.peers.spread import Spread


def test_figures_are_written_as_in_french():
    assert number(1234.56, 1) == "1\u202f234,6"
    assert number(3) == "3"
    assert percent(0.926) == "92,6\u00a0%"


def test_a_spread_shows_its_extremes():
    assert spread(Spread(12.34, 11.9, 14.0), 1, "ms") == "12,3\u00a0ms (11,9 à 14,0)"
    assert spread(Spread(0.5, 0.4, 0.6), 2) == "0,50 (0,40 à 0,60)"


def test_days_have_names():
    assert date("2026-05-01") == "1er mai 2026"
    assert date("2026-12-24") == "24 décembre 2026"


def test_a_table_has_a_head():
    assert table([["", "a"], ["b", "c"]]) == "|  | a |\n|---|---|\n| b | c |"
