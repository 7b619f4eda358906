import time

import pytest
from redis.exceptions import RedisError

from doctor import clock
from tests.doctor.findings import marks
from tests.services import Postgres, Redis

WRONG = [(0, "✓"), (-20, "!"), (20, "!"), (3600, "✗"), (-3600, "✗")]


def wrong_by(seconds: float) -> clock.Clock:
    return lambda: time.time() + seconds


@pytest.fixture(scope="module")
def servers():
    postgres, redis = Postgres(), Redis()
    postgres.start()
    redis.start()
    yield {
        "PostgreSQL": lambda: clock.database_time(postgres.url),
        "Redis": lambda: clock.redis_time(redis.url),
    }
    redis.stop()
    postgres.remove()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["PostgreSQL", "Redis"])
@pytest.mark.parametrize(("seconds", "mark"), WRONG)
def test_a_clock_that_is_not_that_of_the_server(servers, name, seconds, mark):
    assert marks(clock.beside(name, servers[name], wrong_by(seconds))) == mark


def test_a_server_that_is_away_says_nothing_of_the_time():
    def away() -> float:
        raise RedisError

    assert marks(clock.beside("Redis", away, time.time)) == ""


@pytest.mark.parametrize(("seconds", "mark"), [(0, "✓"), (3600, "✓"), (-20, "!"), (-3600, "✗")])
def test_a_file_that_was_written_later_than_now(tmp_path, seconds, mark):
    (tmp_path / "x.db").touch()
    paths = [tmp_path / "x.db", tmp_path / "missing"]
    assert marks(clock.files(paths, wrong_by(seconds))) == mark


def test_no_file_tells_nothing(tmp_path):
    assert marks(clock.files([tmp_path / "missing"], time.time)) == ""
