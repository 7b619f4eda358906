"""`python -m bench.load`: see `command.py`."""

from __future__ import annotations

import signal
import sys

from bench.load.command import main

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are stopped on the way
    sys.exit(main(sys.argv[1:]))
