"""The project's own folder for what it makes itself; every other folder is the operator's."""

from __future__ import annotations

from pathlib import Path

from settings.refusals import SettingsError

VAR = Path(__file__).resolve().parents[1] / "var"


def make_own_folder(path: Path, instead: str) -> None:
    """Makes the folder of `path` if that is `var/`, and no other.

    Args:
        path: a file that is about to be made.
        instead: the variable that names another place.

    Raises:
        SettingsError: it cannot be made.
    """
    if path.parent != VAR:
        return
    try:
        VAR.mkdir(exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"Le dossier {VAR} ne peut être créé ({error.strerror}) : donnez un autre endroit par "
            f"{instead}."
        ) from error
