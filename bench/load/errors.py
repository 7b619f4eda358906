"""What may go wrong, and is told without a traceback."""

from __future__ import annotations


class LoadError(Exception):
    """The measurement cannot go on; the message says why."""
