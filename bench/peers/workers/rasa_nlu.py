"""Says what a trained Rasa model understands: a question a line in, an intent a line out.

usage: rasa_nlu.py MODEL. Each question is the first of a conversation. The script runs in the
environment of the model's owner and imports nothing of this project.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from typing import Any

import structlog
from rasa.core.agent import Agent

PART = "question"  # the entity by which our own model tells the parts of a message


def as_record(parsed: dict[str, Any], milliseconds: float) -> dict[str, Any]:
    """The line that answers (see bench/peers/worker.py)."""
    parts = [entity["value"] for entity in parsed["entities"] if entity["entity"] == PART]
    intent = parsed["intent"]["name"]
    return {"intent": intent, "parts": parts, "milliseconds": milliseconds}


async def answer(agent: Agent) -> None:
    """Answers every line of standard input on the real standard output."""
    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever libraries print goes to standard error
    for line in sys.stdin:
        start = time.perf_counter()
        parsed = await agent.parse_message(json.loads(line))
        record = as_record(parsed, (time.perf_counter() - start) * 1000)
        print(json.dumps(record), file=target, flush=True)


def main(model: str) -> None:
    """Loads the model and answers."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(answer(Agent.load(model)))


if __name__ == "__main__":
    main(sys.argv[1])
