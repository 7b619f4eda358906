"""`bin/serve` with one action that fails as a file says: hang, raise, nonsense, or not at all.

    python -m tests.faults.faulty_server --port 5005     # FAULT_FILE names the file

It is the same server in all else: only the executor of the actions is another one.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from channels.lean_rasa.lean_imports import keep_out

keep_out()

import rasa_sdk.executor  # noqa: E402
from rasa_sdk import Tracker  # noqa: E402
from rasa_sdk.executor import CollectingDispatcher  # noqa: E402

from actions.list_clusters import ListClusters  # noqa: E402
from channels import command, loading  # noqa: E402

HANGS_AT_MOST = 240  # seconds, whatever the file says
NONSENSE = [{"event": "slot", "name": 3}, "nothing", {"event": "no such event"}]


class FaultyListClusters(ListClusters):
    """`action_list_clusters` with a fault that can be switched on and off."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        fault = present_fault()
        if fault == "raise":
            raise RuntimeError("this action is broken")
        if fault == "nonsense":
            return NONSENSE
        end = time.monotonic() + HANGS_AT_MOST
        while present_fault() == "hang" and time.monotonic() < end:
            time.sleep(0.05)
        return super().run(dispatcher, tracker, domain)


def present_fault() -> str:
    try:
        return Path(os.environ["FAULT_FILE"]).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


class FaultyExecutor(rasa_sdk.executor.ActionExecutor):
    """The project's actions, one of them faulty."""

    def register_package(self, package: Any) -> None:
        super().register_package(package)
        self.register_action(FaultyListClusters())


def main(arguments: list[str]) -> int:
    loading.ActionExecutor = FaultyExecutor
    return command.serve(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
