"""The backups that `deploy/backup.sh` makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from doctor.finding import Finding, fault, good

NAME = "%Y%m%dT%H%M%SZ"
OLD = dt.timedelta(days=2)
REMEDY = "deploy/backup.sh ; voyez pourquoi celle de la nuit manque (/etc/cron.d)"


def backups(folder: Path, now: dt.datetime) -> Iterator[Finding]:
    """Whether the last one is of these days.

    Args:
        folder: of the backups.
        now: UTC, without a zone.
    """
    try:
        dates = [date for date in map(_date, folder.iterdir()) if date is not None]
    except OSError as error:
        yield fault(f"sauvegardes : {folder} ne se lit pas ({error.strerror})", "voyez --backups")
        return
    if not dates:
        yield fault(f"sauvegardes : {folder} n’en a pas", REMEDY)
    elif now - max(dates) > OLD:
        yield fault(f"sauvegardes : la dernière a {(now - max(dates)).days} jours", REMEDY)
    else:
        yield good(f"sauvegardes : la dernière est du {max(dates):%d/%m/%Y à %H h %M} (UTC)")


def _date(path: Path) -> dt.datetime | None:
    """When a whole backup was made; None for what is none."""
    try:
        return dt.datetime.strptime(path.name, NAME) if path.is_dir() else None
    except ValueError:
        return None
