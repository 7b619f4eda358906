"""The client's process, seen from the outside."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bench.load.errors import LoadError
from bench.load.places import PYTHON, ROOT
from bench.load.plans import Plan
from bench.load.sample import Sample

MARGIN = 90  # seconds that a client may take beyond its plan


@dataclass(frozen=True)
class Run:
    """What a client has seen.

    Attributes:
        samples: every request, in the order in which they ended.
        start: when it began, by the machine's clock.
        seconds: how long it took.
        cpu: seconds of CPU of the client itself.
    """

    samples: list[Sample]
    start: float
    seconds: float
    cpu: float


def run(plan: Plan, seconds: float, core: int | None = None) -> Run:
    """Carries out a plan in a process of its own.

    Args:
        plan: what to do.
        seconds: that it should take at most.
        core: where the client is held; None for any.

    Raises:
        LoadError: the client failed, or took too long.
    """
    document = json.dumps({"plan": type(plan).__name__, **asdict(plan)})
    command = [str(PYTHON), "-m", "bench.load.client"]
    try:
        with held_on(core):
            client = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        with client:
            said = _talk(client, document, seconds + MARGIN)
    except subprocess.TimeoutExpired as error:
        raise LoadError("the client does not come to its end") from error
    if client.returncode:
        raise LoadError("the client failed")
    answer = json.loads(said)
    samples = sorted((Sample(*one) for one in answer.pop("samples")), key=lambda one: one.end)
    return Run(samples=samples, **answer)


@contextlib.contextmanager
def held_on(core: int | None) -> Iterator[None]:
    """What is started inside runs on one core alone."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def two_cores() -> tuple[int | None, int | None]:
    """A core for the server and one for the client; none where there are not two."""
    cores = sorted(os.sched_getaffinity(0))
    return (cores[0], cores[1]) if len(cores) > 1 else (None, None)


def _talk(client: subprocess.Popen[str], document: str, seconds: float) -> str:
    try:
        return client.communicate(document, timeout=seconds)[0]
    except BaseException:
        client.kill()
        raise
