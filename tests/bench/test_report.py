"""Figures in French, tables, and the marked blocks of a document."""

import pytest

from bench.command import keep_results, read_results
from bench.french import Spread, cell, date, number, percentile, slope, spread, spread_of, table
from bench.report import aligned, block, refill
from harness.machine import describe_machine
from harness.processes import ProgramError


def test_figures_are_written_as_in_french():
    assert number(1234.56, 1) == "1\u202f234,6"
    assert number(92.6, 1, "%") == "92,6\u00a0%"
    assert spread(Spread(12.34, 11.9, 14.0), 1, "ms") == "12,3\u00a0ms (11,9 à 14,0)"
    assert date("2026-05-01") == "1er mai 2026"
    assert date("2026-12-24") == "24 décembre 2026"
    assert [cell(one) for one in (None, "", "a", 3, 3.0, 123.4)] == [
        "–",
        "–",
        "a",
        "3",
        "3,0",
        "123",
    ]


def test_a_table_has_a_head_and_is_aligned_on_the_terminal():
    markdown = table([{"": "b", "long": 1}, {"": "c", "long": None}])
    assert markdown == "|  | long |\n|---|---|\n| b | 1 |\n| c | – |"
    assert aligned(f"x\n\n{markdown}\n\ny").splitlines()[3:] == [
        "---|---", " b | 1", " c | –", "", "y"
    ]  # fmt: skip


TEXT = "x\n<!-- mesures: a -->\nold\n<!-- fin -->\ny\n<!-- mesures: b -->\nkept\n<!-- fin -->\n"


def test_only_the_named_block_is_refilled():
    assert refill(TEXT, {"a": "new\n\nnew"}) == TEXT.replace("old", "new\n\nnew")


@pytest.mark.parametrize("text", ["nothing", "<!-- mesures: c -->\nnot closed"])
def test_a_block_that_is_missing_is_told(text):
    with pytest.raises(ProgramError, match="« c »"):
        refill(text, {"c": ""})


def test_a_try_is_told_as_a_try():
    machine = {"date": "2026-05-01", "cores": 2, "processor": "x", "memory_gb": 8, "system": "L"}
    part = {"machine": {**machine, "load": 0.25}, "quick": False}
    assert block(part, ["told", [{"a": 1}]]).endswith("0,2.\n\ntold\n\n| a |\n|---|\n| 1 |")
    assert "ne prouvent rien" in block({**part, "quick": True}, [])


def test_results_are_kept_part_by_part(tmp_path):
    path = tmp_path / "x" / "results.json"
    assert read_results(path) == {}
    keep_results(path, a=1, b=2)
    keep_results(path, b=3)
    assert read_results(path) == {"a": 1, "b": 3}


def test_the_machine_is_described_without_its_name():
    assert set(describe_machine()) == {
        "date", "cores", "processor", "memory_gb", "system", "load"
    }  # fmt: skip


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (99, 99), (100, 100), (0, 1)])
def test_a_percentile_is_one_of_the_values(percent, value):
    assert percentile(range(100, 0, -1), percent) == value


def test_a_spread_is_the_median_and_the_extremes():
    assert spread_of([3.0, 1.0, 10.0]) == Spread(3.0, 1.0, 10.0)


def test_slope_is_that_of_the_line():
    assert slope(range(10), [3 * x + 7 for x in range(10)]) == pytest.approx(3)
    assert slope([5, 5], [1, 2]) is None
