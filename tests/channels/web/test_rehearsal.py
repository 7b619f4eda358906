"""What is said before the first visitor comes must be everything, and leave nothing."""

import asyncio
import time

import pytest
from sqlalchemy import func, select

from channels.assistant import Assistant
from channels.loading import load_agent
from channels.web.database import build_engine
from channels.web.server import rehearse
from channels.web.tracker_store import EVENTS, ConversationTrackerStore

pytestmark = pytest.mark.slow


def test_the_rehearsal_is_answered_and_kept_nowhere(tmp_path, monkeypatch):
    engine = build_engine(f"sqlite:///{tmp_path}/conversations.db")
    assistant = Assistant(load_agent(tracker_store=ConversationTrackerStore(engine=engine)))
    turns = []
    say = assistant.say

    async def listen(session, text):
        turns.append(await say(session, text))
        return turns[-1]

    monkeypatch.setattr(assistant, "say", listen)
    asyncio.run(rehearse(assistant))
    topics = {bubble.topic for turn in turns for bubble in turn.bubbles}
    assert topics > {"definition", "cluster_par_secteur", "liste_clusters", "detail_cluster"}
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(EVENTS)).scalar() == 0
    assert not assistant._agent.tracker_store._kept._kept

    # The first visitor after it finds all there is to load loaded already.
    def seconds(session: str) -> float:
        start = time.perf_counter()
        asyncio.run(say(session, "je suis menuisier"))
        return time.perf_counter() - start

    assert seconds("first") < sum(seconds(f"next {number}") for number in range(10))
