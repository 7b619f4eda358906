"""Says what a trained Rasa model understands, in the environment of the model's owner.

usage: rasa_nlu.py MODEL. Lines of JSON: a question in, `contestant.Understood` out.
"""

import asyncio
import json
import os
import sys
import time

from rasa.core.agent import Agent


async def answer(agent: Agent) -> None:
    """Answers every line of standard input on the real standard output."""
    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever libraries print goes to standard error
    for line in sys.stdin:
        start = time.perf_counter()
        parsed = await agent.parse_message(json.loads(line))
        taken = 1000 * (time.perf_counter() - start)
        parts = [one["value"] for one in parsed["entities"] if one["entity"] == "question"]
        found = {"intent": parsed["intent"]["name"], "parts": parts, "milliseconds": taken}
        print(json.dumps(found), file=target, flush=True)


if __name__ == "__main__":
    asyncio.run(answer(Agent.load(sys.argv[1])))
