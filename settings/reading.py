"""Reads the settings from the environment, and says all that is wrong with them at once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from settings.numbers import wanted
from settings.refusals import SettingsError, refusal, shown, without_password
from settings.secret_files import read_secret
from settings.settings import PREFIX, Settings, file_variable, variable

FIELDS = Settings.__fields__


def read_settings() -> Settings:
    """The settings as the environment has them.

    Raises:
        SettingsError: variables are wrong; the message has a line for each.
    """
    by_file, refusals = _by_file(os.environ)
    refusals += _unknown(os.environ)
    try:
        settings = Settings(**by_file)
    except ValidationError as error:
        refusals += _refused(error, by_file)
    if len(refusals) > 1:
        refusals.append(f"{len(refusals)} réglages sont à corriger, un par ligne ci-dessus.")
    if refusals:
        raise SettingsError("\n".join(refusals))
    return settings


def _by_file(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What stands in files, by the name of its setting, and what is wrong with those files."""
    values: dict[str, Any] = {}
    refusals = []
    for name in FIELDS:
        path = environment.get(file_variable(name) or "")
        if not path:
            continue
        if environment.get(variable(name)):
            refusals.append(
                f"Les variables {variable(name)} et {file_variable(name)} sont données à la fois : "
                "gardez l’une des deux."
            )
            continue
        try:
            values[name] = read_secret(path)
        except ValueError as error:
            # What is no path may be the secret itself.
            seen = path if os.path.isabs(path) else ""
            refusals.append(refusal(str(file_variable(name)), seen, str(error)))
    return values, refusals


def _unknown(environment: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the names of variables that look like ours."""
    known = {variable(name) for name in FIELDS} | {file_variable(name) for name in FIELDS}
    short = {name.removeprefix(PREFIX): name for name in known if name}
    for name in sorted(environment):
        capitals = name.upper()
        if name in known or not (capitals in known or capitals.startswith(PREFIX)):
            continue
        near = difflib.get_close_matches(capitals.removeprefix(PREFIX), short, n=1)
        remedy = f"écrivez {short[near[0]]}" if near else "retirez-la"
        yield f"La variable {shown(name)} n’existe pas : {remedy}."


def _refused(error: ValidationError, by_file: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with values."""
    for wrong in error.errors():
        name = str(wrong["loc"][0])
        own = wrong["type"] == "value_error"  # said by a validator of ours
        reason = wrong["msg"] if own else wanted(FIELDS[name])
        named = file_variable(name) if name in by_file else variable(name)
        value = by_file.get(name) or os.environ.get(variable(name), "")
        yield refusal(str(named), _seen(name, value), reason)


def _seen(name: str, value: str) -> str:
    """What of the value may be shown."""
    if name in ("secret", "origins"):  # of the latter, the reason names the wrong ones
        return ""
    return without_password(value) if file_variable(name) else value
