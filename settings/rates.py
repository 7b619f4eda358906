"""How often something may be done: "30/minute", "60/10 minutes"."""

from __future__ import annotations

import re

import limits

# The library itself takes "0/minute", reads "5/0 minutes" as 5/minute and the first of several.
RATE = re.compile(
    r"[1-9][0-9]{0,6} ?(/| per ) ?([1-9][0-9]{0,4} ?)?(second|minute|hour|day)s?", re.IGNORECASE
)
LONGEST_SECONDS = 24 * 3600  # addresses are remembered for as long as they count


def check_rate(rate: str) -> None:
    """Refuses what is no rate, or counts nothing, or for too long.

    Raises:
        ValueError: says what is wanted.
    """
    if not RATE.fullmatch(rate) or limits.parse(rate).get_expiry() > LONGEST_SECONDS:
        raise ValueError(
            "il faut un nombre de 1 à 9999999 par « second », « minute », « hour » ou « day » (un "
            "jour au plus), tel que 30/minute ou 60/10 minutes"
        )
