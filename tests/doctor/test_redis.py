import pytest

from doctor.redis_server import redis_client, redis_server, several_processes
from tests.doctor.findings import marks, only
from tests.servers import free_port
from tests.services import Redis


def test_redis_that_is_away_is_told_without_its_password():
    found = only(redis_server(f"redis://:mot-cache@127.0.0.1:{free_port()}/0"))
    assert found.level.value == "✗"
    assert "mot-cache" not in str(found)


@pytest.mark.slow
def test_redis_that_is_there_that_keeps_a_journal_and_that_hangs():
    redis = Redis()
    redis.start()
    try:
        assert marks(redis_server(redis.url)) == "✓"
        redis_client(redis.url).config_set("appendonly", "yes")
        assert marks(redis_server(redis.url)) == "!✓"
        redis_client(redis.url).config_set("appendonly", "no")
        redis.pause()
        assert marks(redis_server(redis.url)) == "✗"
        redis.resume()
    finally:
        redis.stop()


def test_processes_that_count_apart():
    assert marks(several_processes(1, "")) == ""
    assert marks(several_processes(2, "")) == "!"
    assert marks(several_processes(2, "redis://127.0.0.1")) == ""
