"""The checks of an installed project, in the order in which one would mend it."""

from __future__ import annotations

import datetime as dt
import os
import resource
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from channels.web.release import release
from deploy.vulnerabilities import ACCEPTED
from doctor import catalogue, model, pages, processes, programs
from doctor.backups import backups
from doctor.finding import Finding, fault
from doctor.installation import Installation
from scripts.train import Inputs

Check = Callable[[], Iterable[Finding]]


def examine(checks: Iterable[Check]) -> Iterator[Finding]:
    """What all the checks say; one that fails itself does not keep the others from speaking."""
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # whose words could hold a secret
            name = getattr(check, "func", check).__name__
            yield fault(f"contrôle « {name} » : {type(error).__name__}", "signalez ce défaut")


def without_settings(place: Installation) -> list[Check]:
    """The checks that look at the project and the machine alone."""
    today = dt.date.today()
    return [
        programs.python,
        partial(_packages, place),
        partial(_release, place),
        partial(programs.acceptances, ACCEPTED, today),
        partial(_model, place),
        partial(catalogue.document, place.document, today),
        partial(pages.blanks, place.pages),
        partial(processes.account, os.geteuid()),
        partial(processes.telemetry, os.environ),
        partial(_own_limit, place),
        partial(_backups, place),
    ]


def _packages(place: Installation) -> Iterator[Finding]:
    yield from programs.packages(place.root, programs.installed_packages())


def _release(place: Installation) -> Iterator[Finding]:
    yield from programs.this_release(release(place.root))


def _model(place: Installation) -> Iterator[Finding]:
    present, learned = Inputs.present(place.root), Inputs.of_model()
    yield from model.model(place.model, present, learned)


def _own_limit(place: Installation) -> Iterator[Finding]:
    """The limit of a server that is started from here; one that runs tells its own."""
    if not place.heard:
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        yield from processes.open_files(soft, "bin/serve lancé d’ici")


def _backups(place: Installation) -> Iterator[Finding]:
    if place.backups is not None:
        now = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
        yield from backups(place.backups, now)
