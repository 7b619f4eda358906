"""The client, a process of its own so that its work is not counted as the server's.

It reads a plan as JSON on standard input, carries it out, and writes every sample and the CPU
that it took itself on standard output.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from typing import Any

import uvloop

from bench.load.loops import closed_loop, open_loop
from bench.load.places import QUESTIONS
from bench.load.plans import Closed, Greedy, Open, Plan, Scene
from bench.load.sample import Sample
from bench.load.scenes import scene
from bench.load.visits import Questions, read_questions

KINDS = {"Closed": Closed, "Open": Open, "Scene": Scene}


def read_plan(document: dict[str, Any]) -> Plan:
    """The plan that a JSON object stands for."""
    members = dict(document)
    kind = KINDS[members.pop("plan")]
    if members.get("greedy"):
        members["greedy"] = Greedy(**members["greedy"])
    return kind(**members)


async def carry_out(plan: Plan, questions: Questions) -> list[Sample]:
    """All samples of the plan."""
    if isinstance(plan, Closed):
        return await closed_loop(plan, questions)
    if isinstance(plan, Open):
        return await open_loop(plan, questions)
    return await scene(plan, questions)


def main() -> None:
    """Carries out the plan of standard input."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    plan = read_plan(json.load(sys.stdin))
    questions = read_questions(QUESTIONS)
    uvloop.install()
    start, used = time.monotonic(), time.process_time()
    samples = asyncio.run(carry_out(plan, questions))
    answer = {
        "samples": samples,
        "start": start,
        "seconds": time.monotonic() - start,
        "cpu": time.process_time() - used,
    }
    json.dump(answer, sys.stdout)


def _end_with(parent: int) -> None:
    """Ends this process once its parent is gone: nobody would read what it writes."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
