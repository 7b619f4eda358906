"""A server process hangs: for a while, or until the service manager ends it."""

import re
import signal
import time

import pytest

from tests.deploy.nginx import DEPLOY
from tests.faults.processes import freeze, thaw, wait_until
from tests.faults.service_manager import NotifySocket, watchdog
from tests.faults.site import settle

pytestmark = pytest.mark.soak

TIMES = 3
HANG_SECONDS = 8.0
PROXY_SECONDS = 5.0  # until a visitor is sent elsewhere


def watchdog_seconds() -> float:
    unit = (DEPLOY / "systemd" / "assistant-clusters@.service").read_text()
    found = re.search(r"^WatchdogSec=(\d+)$", unit, flags=re.MULTILINE)
    assert found
    return float(found[1])


def test_one_of_two_that_goes_on_afterwards(pair):
    """What it had begun, the other one has answered meanwhile."""
    with pair.load(patience=PROXY_SECONDS) as load:
        settle(load)
        recovery = 0.0
        for number in range(TIMES):
            pid = pair.processes[number % 2].process.pid
            freeze([pid])
            time.sleep(HANG_SECONDS)
            thaw([pid])
            recovery = max(recovery, load.wait_until_served(time.monotonic()))
        settle(load)
    pair.conclude("processus figé (un de deux), puis reparti", load, recovery)


def test_the_only_one_for_good(single, tmp_path):
    notify = NotifySocket(tmp_path / "notify")
    patience = watchdog_seconds()
    site = single(WATCHDOG_USEC=f"{patience * 1e6:.0f}", **notify.environment)
    process = site.processes[0]
    assert notify.hear(5) == "READY=1"
    with (
        site.load(patience=PROXY_SECONDS) as load,
        watchdog(notify, process.process.pid, patience) as ended,
        process.supervised() as ends,
    ):
        settle(load)
        assert not ended
        freeze([process.process.pid])
        wait_until(lambda: bool(ended), patience + 5, "the watchdog sees that it hangs")
        recovery = load.wait_until_served(ended[0])
        settle(load)
    notify.close()
    site.conclude("processus figé (le seul), relancé par le chien de garde", load, recovery)
    assert ends == [-signal.SIGABRT]
    assert "Fatal Python error: Aborted" in process.told(), "where it hung is not in the log"
