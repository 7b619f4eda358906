"""A server process is killed in mid-turn."""

import time

import pytest

from tests.faults.site import settle

pytestmark = pytest.mark.soak

TIMES = 3


def kill_and_start(load, process) -> float:
    """One kill, and the start that systemd would do; seconds until all visitors were served."""
    start = time.monotonic()
    process.kill()
    process.start()
    recovery = load.wait_until_served(start)
    cut = load.lost_between(start - 1, start + 1)
    assert cut, "the process was not in the midst of anything when it was killed"
    return recovery


def test_one_of_two_processes(pair):
    with pair.load() as load:
        settle(load)
        recovery = max(kill_and_start(load, pair.processes[number % 2]) for number in range(TIMES))
        settle(load)
    pair.conclude("processus tué (un de deux, PostgreSQL)", load, recovery)
    assert recovery < 10  # the other one goes on


def test_the_only_process(single):
    site = single()
    with site.load() as load:
        settle(load)
        recovery = max(kill_and_start(load, site.processes[0]) for _ in range(TIMES))
        settle(load)
    site.conclude("processus tué (le seul, SQLite)", load, recovery)
