"""What may go wrong, and is told without a traceback."""

from __future__ import annotations


class ComparisonError(Exception):
    """The comparison cannot go on; the message says why."""
