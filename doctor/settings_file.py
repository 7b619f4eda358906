"""The file of settings that systemd and `deploy/backup.sh` read: its lines, and who may read it."""

from __future__ import annotations

import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from doctor.finding import Finding, fault, good

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class SettingsFileError(Exception):
    """The file cannot be read as one; the message (French) names the line, never its value."""


def read_settings_file(path: Path) -> dict[str, str]:
    """The variables of a file with a line `NAME='value'` for each; a shell need not run it.

    Raises:
        SettingsFileError: it cannot be read, or a line is of another form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsFileError(f"{path} ne peut être lu ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingsFileError(f"{path} n’est pas en UTF-8") from error
    return dict(_assignments(path, lines))


def _assignments(path: Path, lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            raise SettingsFileError(
                f"{path}, ligne {number} : une apostrophe n’est pas fermée"
            ) from None
        if not words:
            continue
        name, equals, value = words[0].partition("=")
        if len(words) > 1 or not equals or not NAME.fullmatch(name):
            raise SettingsFileError(f"{path}, ligne {number} : il faut NOM='valeur'")
        yield name, value


def settings_file(path: Path) -> Iterator[Finding]:
    """Whether secrets in the file are kept from other accounts."""
    yield from private(path, "640, au groupe assistant-clusters")


def private(path: Path, wanted: str) -> Iterator[Finding]:
    """Whether other accounts are kept from a file.

    Args:
        path: the file; nothing is said when it is not there.
        wanted: the mode that it should have.
    """
    try:
        if readable_by_all(path):
            digits = wanted.partition(",")[0]
            yield fault(
                f"{path} : tout compte de la machine peut le lire", f"chmod {digits} {path}"
            )
        else:
            yield good(f"{path} : les autres comptes ne peuvent le lire")
    except FileNotFoundError:
        return
    except OSError as error:
        yield fault(f"{path} : inaccessible ({error.strerror})", f"mode {wanted}")


def readable_by_all(path: Path) -> bool:
    """Whether any account may read the file: its own mode and that of each folder above let it."""
    whole = path.absolute()
    reached = all(folder.stat().st_mode & stat.S_IXOTH for folder in whole.parents)
    return reached and bool(path.stat().st_mode & stat.S_IROTH)
