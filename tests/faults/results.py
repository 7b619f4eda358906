"""The results of the fault tests, a line of JSON each."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from actions.cluster_catalogue.engine import ROOT

if TYPE_CHECKING:  # the report is written without the server's parts
    from tests.faults.ledger import Account

FILE = ROOT / "var" / "soak.jsonl"


def record(fault: str, account: Account, recovery: float | None) -> None:
    """Adds what became of the messages under one fault (French, as the report names it).

    Args:
        fault: what was done.
        account: what became of the messages.
        recovery: seconds from the end of the fault until each visitor had an answer again.
    """
    line = {
        "fault": fault,
        "day": dt.date.today().isoformat(),
        "accepted": account.accepted,
        "retried": account.retried,
        "apologies": account.apologies,
        "given_up": account.given_up,
        "lost": account.lost,
        "twice": account.twice,
        "faults": len(account.faults),
        "longest": round(account.longest, 2),
        "recovery": None if recovery is None else round(recovery, 1),
    }
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def latest() -> list[dict[str, Any]]:
    """The last result of each fault, in the order in which they first came."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    results: dict[str, dict[str, Any]] = {}
    for line in lines:
        result = json.loads(line)
        results[result["fault"]] = result
    return list(results.values())
