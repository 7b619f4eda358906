"""The clock jumps: past the session's end, past the token's life, and back."""

import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.web.tokens import Tokens
from tests.faults.ledger import by_database
from tests.faults.load import Load
from tests.faults.site import Site, settle
from tests.servers import SECRET
from tests.services import missing

pytestmark = pytest.mark.soak

HOUR = 3600
RATE = "400/5 seconds"  # more than the visitors need
RATE_SECONDS = 25  # the requests of this time are more than the rate allows in one window
SOURCE = Path(__file__).with_name("clock.c")


class Clock:
    """The wall clock of a server process, to be moved while it runs.

    Args:
        folder: for what it is made of.
    """

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc")
        if not compiler:
            missing("gcc")
        library = folder / "clock.so"
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True
        )
        self._file = folder / "clock"
        self._file.write_bytes(struct.pack("q", 0))
        self.settings = {"LD_PRELOAD": str(library), "CLOCK_OFFSET_FILE": str(self._file)}

    def move(self, seconds: int) -> None:
        """So far from the true time, at once."""
        with self._file.open("r+b", buffering=0) as file:
            file.write(struct.pack("q", seconds))


@pytest.fixture
def clock(tmp_path) -> Clock:
    return Clock(tmp_path)


@pytest.fixture
def site(single, clock) -> Iterator[Site]:
    """A server whose limits are those of every day, but wide enough for the load."""
    return single(**clock.settings, CHAT_ADDRESS_RATE="3000/minute", CHAT_OPENING_RATE="600/minute")


def session(token: str) -> str:
    """The conversation of a token, which may have expired."""
    return Tokens(SECRET, HOUR, now=lambda: 0.0).read(token).session


def jump(site: Site, clock: Clock, load: Load, *moves: int) -> float:
    longest = 0.0
    for seconds in moves:
        settle(load)
        clock.move(seconds)
        longest = max(longest, load.wait_until_served(time.monotonic()))
    settle(load)
    return longest


def test_past_the_session(site, clock):
    with site.load() as load:
        recovery = jump(site, clock, load, 2 * HOUR)
    account = site.conclude("horloge avancée de deux heures", load, recovery)
    assert not account.expired
    assert recovery < 5


def test_past_the_life_of_a_token(site, clock):
    with site.load() as load:
        recovery = jump(site, clock, load, 30 * HOUR)
    history = by_database(site.engine, session)
    site.conclude("horloge avancée de trente heures", load, recovery, history)
    for visitor in load.visitors:
        assert [message.expired for message in visitor.messages].count(True) == 1
    assert recovery < 5  # a new conversation is opened at once


def test_back_again(site, clock):
    with site.load() as load:
        recovery = jump(site, clock, load, HOUR, 0, -HOUR)
    account = site.conclude("horloge reculée d’une heure, deux fois", load, recovery)
    assert not account.expired
    assert recovery < 5


def test_limits_outlive_a_clock_that_is_put_back(single, clock):
    site = single(**clock.settings, CHAT_ADDRESS_RATE=RATE)
    with site.load() as load:
        recovery = jump(site, clock, load, -HOUR)
        start = time.monotonic()
        while time.monotonic() < start + RATE_SECONDS:
            load.wait_until_served(time.monotonic(), patience=20)
    history = by_database(site.engine, session)  # the rate has nothing left for many questions
    site.conclude("horloge reculée, limites de débit proches", load, recovery, history)
