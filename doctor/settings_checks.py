"""The checks of what the settings name: secrets, databases, Redis, processes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from actions.cluster_catalogue.schema import CATALOGUE
from channels.web.database import SECRET_FILE
from channels.web.disk_reserve import reserve_file
from channels.web.release import release
from channels.web.schema import CONVERSATIONS
from doctor import catalogue, clock, databases, disk, pages, retention
from doctor.examination import Check
from doctor.finding import Finding
from doctor.installation import Installation
from doctor.model import model_id
from doctor.redis_server import redis_server, several_processes
from doctor.secret import given_secret, kept_secret
from doctor.servers import server
from doctor.settings_file import private
from settings import Settings, file_variable


def with_settings(place: Installation, settings: Settings) -> Iterator[Check]:
    """The checks of what the settings name; the processes come last, as they need all of it."""
    yield from _secrets(place, settings)
    yield from _promises(place, settings)
    yield from _databases(place, settings)
    yield from _redis(place, settings)
    yield from _clocks(place, settings)
    yield partial(_servers, place, settings.catalogue_address)


def _secrets(place: Installation, settings: Settings) -> Iterator[Check]:
    for name in Settings.__fields__:
        path = os.environ.get(file_variable(name) or "")
        if path:
            yield partial(private, Path(path), "400")
    secret = settings.secret.get_secret_value()
    if secret:
        yield partial(given_secret, secret)
    else:
        yield partial(kept_secret, SECRET_FILE, len(place.ports) > 1)


def _promises(place: Installation, settings: Settings) -> Iterator[Check]:
    yield partial(retention.kept_days, settings.keep_days, place.is_public(settings))
    yield partial(retention.forgetting, settings.keep_days)
    yield partial(pages.promised_days, place.pages, settings.keep_days)


def _databases(place: Installation, settings: Settings) -> Iterator[Check]:
    kept, told = settings.conversations_address, settings.catalogue_address
    yield partial(disk.room, [place.root, *(file.parent for file in _files(settings))])
    if databases.is_file(kept):
        file = databases.sqlite_file(kept)
        yield partial(disk.reserve, file, reserve_file(file))
    yield partial(databases.tables, kept, CONVERSATIONS)
    yield partial(databases.tables, told, CATALOGUE)
    yield partial(catalogue.loaded, told, place.document)


def _redis(place: Installation, settings: Settings) -> Iterator[Check]:
    yield partial(several_processes, len(place.ports), settings.redis_url)
    if settings.redis_url:
        yield partial(redis_server, settings.redis_url)


def _clocks(place: Installation, settings: Settings) -> Iterator[Check]:
    yield partial(clock.files, [place.model, *_files(settings)], time.time)
    for address in sorted({settings.conversations_address, settings.catalogue_address}):
        if not databases.is_file(address):
            there = partial(clock.database_time, address)
            yield partial(clock.beside, "PostgreSQL", there, time.time)
    if settings.redis_url:
        there = partial(clock.redis_time, settings.redis_url)
        yield partial(clock.beside, "Redis", there, time.time)


def _servers(place: Installation, address: str) -> Iterator[Finding]:
    present = {
        "release": release(place.root),
        "model": model_id(place.model),
        "catalogue": catalogue.catalogue_version(address),
    }
    for port in place.ports:
        yield from server(port, present, place.listening)


def _files(settings: Settings) -> list[Path]:
    """The databases that are files."""
    addresses = sorted({settings.conversations_address, settings.catalogue_address})
    return [databases.sqlite_file(each) for each in addresses if databases.is_file(each)]
