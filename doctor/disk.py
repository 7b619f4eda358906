"""Room on the disks that the service writes to."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from doctor.finding import Finding, fault, good, warning

MEGABYTE = 1_000_000


def room(
    folders: Iterable[Path], wanted: int = 1000 * MEGABYTE, least: int = 200 * MEGABYTE
) -> Iterator[Finding]:
    """Whether there is room, once for each disk.

    Args:
        folders: what is written to.
        wanted: bytes; with less, somebody should look.
        least: bytes; with less, conversations are soon no longer kept.
    """
    by_disk = {there.stat().st_dev: there for there in map(_existing, folders)}
    for folder in by_disk.values():
        free = shutil.disk_usage(folder).free
        told = f"disque de {folder} : {free // MEGABYTE} Mo libres"
        if free < least:
            yield fault(told, "faites de la place, sans quoi rien ne sera plus gardé")
        elif free < wanted:
            yield warning(told, "faites de la place ; CHAT_KEEP_DAYS borne les conversations")
        else:
            yield good(told)


def reserve(database: Path, kept: Path) -> Iterator[Finding]:
    """Whether the room is there with which visitors can erase when the disk is full.

    Args:
        database: the file of the conversations.
        kept: the file that holds the room.
    """
    if database.exists() and not kept.exists():
        yield warning(
            f"{kept} manque : le disque a été plein, ou aucun serveur n’a démarré depuis",
            "faites de la place, puis redémarrez : le serveur refait cette réserve",
        )


def _existing(folder: Path) -> Path:
    """The folder, or the one above in which it will be made."""
    whole = folder.resolve()
    return next(place for place in (whole, *whole.parents) if place.exists())
