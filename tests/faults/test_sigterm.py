"""A server is told to end while visitors talk: `systemctl restart`, or an update."""

import socket
import time

import pytest

from tests.faults.load import LOST
from tests.faults.site import settle

pytestmark = pytest.mark.soak

END_SECONDS = 15


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except ConnectionRefusedError:
        return True
    return False


def test_one_of_two_processes_then_the_other(pair):
    times = []
    with pair.load() as load:
        settle(load)
        for process in pair.processes:
            start = time.monotonic()
            assert process.terminate() == 0
            end = time.monotonic()  # until then it answers some
            assert end - start < END_SECONDS
            assert refuses(process.port)
            times.append(load.wait_until_served(end))
            process.start()
            settle(load)
    pair.conclude("SIGTERM (un de deux, puis l’autre)", load, max(times))
    # Turns under way were finished: whoever lost the connection had no turn under way.
    cut = [attempt for attempt in load.attempts if attempt.status == LOST]
    assert all(attempt.seconds < 1 for attempt in cut), cut


def test_the_only_process(single):
    site = single()
    with site.load() as load:
        settle(load)
        start = time.monotonic()
        assert site.processes[0].terminate() == 0
        end = time.monotonic()
        assert end - start < END_SECONDS
        assert refuses(site.ports[0])
        site.processes[0].start()
        recovery = load.wait_until_served(end)
        settle(load)
    site.conclude("SIGTERM (le seul processus)", load, recovery)
