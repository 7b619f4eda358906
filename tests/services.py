"""Real PostgreSQL and Redis servers for tests, from Debian's packages, on 127.0.0.1 alone."""

from __future__ import annotations

import os

import pytest

from harness import services


def missing(package: str) -> None:
    """A program is not there: a failure where all are required, as in `.ci/run`, else a skip."""
    told = f"{package} is not installed: apt-get install {package}"
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail(told)
    pytest.skip(told)


class Postgres(services.Postgres):
    """A PostgreSQL server with its data in a folder of its own, which it deletes at the end."""

    def __init__(self) -> None:
        try:
            super().__init__()
        except services.MissingServiceError as error:
            missing(str(error))

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid


class Redis(services.Redis):
    """A Redis server that keeps nothing on disk."""

    def __init__(self) -> None:
        try:
            super().__init__()
        except services.MissingServiceError as error:
            missing(str(error))

    def pause(self) -> None:
        """It hangs: connections are taken, nothing is answered."""
        assert self.process is not None
        self.process.suspend()

    def resume(self) -> None:
        assert self.process is not None
        self.process.resume()
