"""What both commands share: options, results (kept as JSON), how they end."""

import argparse
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from harness.processes import ProgramError


def parser(name: str, description: str | None) -> argparse.ArgumentParser:
    """The options that both have."""
    options = argparse.ArgumentParser(f"python -m {name}", description=description)
    options.add_argument("--quick", action="store_true", help="a little of all, to try it")
    options.add_argument("--report", action="store_true", help="only refill the document")
    return options


def run(main: Callable[[], int]) -> NoReturn:
    """Ends with the status of `main`, or with 1 and the reason; servers are stopped on the way."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        sys.exit(main())
    except ProgramError as error:
        sys.exit(f"✗ {error}")


def say(line: str) -> None:
    """Tells how far it is."""
    print(line, file=sys.stderr, flush=True)


def read_results(path: Path) -> dict[str, Any]:
    """The results of a file; none if it is missing."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep_results(path: Path, **parts: Any) -> None:
    """Puts new parts in the place of those of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**read_results(path), **parts}), encoding="utf-8")
