"""The lines of Rasa that channels/lean_rasa replaces stand where its page says they do."""

import re
from pathlib import Path

import rasa

from actions.cluster_catalogue.engine import ROOT

PACKAGE = Path(rasa.__file__).parent
TOLD = (ROOT / "channels" / "lean_rasa" / "__init__.py").read_text(encoding="utf-8")
REPLACED = {
    "engine/runner/dask.py": {82: "def run("},
    "shared/core/trackers.py": {125: "class DialogueStateTracker", 301: "def past_states("},
    "core/tracker_store.py": {372: "class InMemoryTrackerStore"},
    "core/actions/action.py": {645: "class RemoteAction", 790: "self._validate_action_result("},
    "core/agent.py": {348: "def load_model(", 519: "def _create_tracker_store("},
    "core/processor.py": {124: "def _load_model(", 967: "async def _run_action("},
}


def test_what_is_replaced_stands_where_it_stood():
    for name, told in REPLACED.items():
        lines = (PACKAGE / name).read_text(encoding="utf-8").splitlines()
        for number, start in told.items():
            assert lines[number - 1].strip().startswith(start), f"{name}, line {number}"


def test_the_room_tells_these_lines_and_no_others():
    numbers = set(map(int, re.findall(r"\b\d{2,3}\b", TOLD.partition("3.6.21")[2])))
    assert numbers == {number for told in REPLACED.values() for number in told}
