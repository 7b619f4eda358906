"""Thumbs on one turn at once: two tabs of a visitor, or a client that sends again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from channels.web.conversations import Conversations, KeptTurn, feedback, now
from channels.web.database import build_engine
from tests.services import Postgres

TURNS = 8  # each is one chance for the thumbs to meet


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'conversations.db'}"
        return
    server = Postgres()
    server.start()
    yield server.url
    server.remove()


@pytest.mark.parametrize("at_once", [2, 24])
def test_all_are_taken_and_one_of_them_is_kept(url, at_once):
    engine = build_engine(url)
    conversations = Conversations(engine)
    thumbs = [(number % 2 == 0, f"mot {number}") for number in range(at_once)]
    together = Barrier(at_once)

    def rate(turn: str, thumb: tuple[bool, str]) -> bool:
        together.wait(timeout=30)
        return conversations.rate("talk", turn, *thumb, now())

    turn = KeptTurn("t0", now(), None, [])
    conversations.open("talk", turn, [])
    with ThreadPoolExecutor(at_once) as visitors:
        for number in range(1, TURNS):
            before, turn = turn, KeptTurn(f"t{number}", now(), "dites", [], f"k{number}", "d")
            assert conversations.add("talk", before.time, turn, [])
            assert all(visitors.map(rate, [turn.turn] * at_once, thumbs))
            with engine.connect() as connection:
                query = select(feedback.c.useful, feedback.c.word)
                kept = connection.execute(query.where(feedback.c.turn == turn.turn)).all()
            assert len(kept) == 1
            assert tuple(kept[0]) in thumbs
    engine.dispose()
