"""The log of turns: one line of JSON each, without a word of what was said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import structlog


def turn_log() -> Callable[..., Any]:
    """A function that writes an event and its figures to standard error."""
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.BoundLogger,
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    ).info
