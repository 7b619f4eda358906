#!/usr/bin/env python3
"""Which of the locked packages does the server really run? Those alone can be attacked in it.

usage: .venv/bin/python deploy/loaded_packages.py

Starts the server in this process on a free port, talks with it as deploy/smoke.py does, then
lists the packages whose code was loaded, with their versions, and how many were not.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from importlib.metadata import Distribution, distributions
from pathlib import Path

from audit import locked

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 180.0  # for the server to come up


def owners() -> dict[str, Distribution]:
    """The package that each installed file belongs to."""
    return {
        os.path.realpath(str(installed.locate_file(file))): installed
        for installed in distributions()
        for file in installed.files or ()
    }


def loaded() -> dict[str, Distribution]:
    """The packages of which this process has imported a module, by name."""
    owner = owners()
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    found = (owner.get(os.path.realpath(file)) for file in files if file)
    return {one.metadata["Name"]: one for one in found if one is not None}


def talk(port: int) -> None:
    """Waits for the server, and has it do all that it does."""
    import smoke

    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/api/v1/ready", timeout=5).close()
            break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    for name, wrong in smoke.run(address):
        if wrong:
            sys.stderr.write(f"✗ {name} : {wrong}\n")


def report() -> str:
    """One line a package, then the count."""
    here = sorted(loaded().values(), key=lambda one: one.metadata["Name"].lower())
    lines = [f"{one.metadata['Name']}=={one.version}" for one in here]
    total = len(locked([ROOT / "requirements.txt"]))
    return "\n".join([*lines, f"# {len(here)} des {total} paquets verrouillés"])


def watch(port: int) -> None:
    """Talks, reports, and ends the server."""
    try:
        talk(port)
        sys.stdout.write(f"{report()}\n")
        sys.stdout.flush()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Runs the server until it is reported on; the exit status."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            RASA_TELEMETRY_ENABLED="false",
            CONVERSATIONS_URL=f"sqlite:///{folder}/conversations.db",
            CHAT_SECRET="for this run only, and long enough",
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        from channels.__main__ import main as run

        threading.Thread(target=watch, args=[port], daemon=True).start()
        return run(["serve", "--port", str(port)])


if __name__ == "__main__":
    sys.exit(main())
