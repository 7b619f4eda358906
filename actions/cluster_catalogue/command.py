"""The command behind `bin/load-catalogue`."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from actions.cluster_catalogue.document import DocumentError
from actions.cluster_catalogue.engine import ROOT, build_engine
from actions.cluster_catalogue.load import load_catalogue
from actions.cluster_catalogue.no_answer import no_answer
from settings import SettingsError, read_settings

USAGE = "usage : bin/load-catalogue [fichier, sinon data/clusters.yml]"


def main(arguments: list[str], url: str | None = None) -> int:
    """Load the file named in `arguments` into the database at `url`, or say what is wrong.

    Returns:
        The exit status: 0 loaded, 1 the file or the database is at fault, 2 wrong usage.
    """
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    path = Path(arguments[0]) if arguments else (ROOT / "data" / "clusters.yml")
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    try:
        engine = build_engine(url or read_settings().catalogue_address, create=True)
        warnings = load_catalogue(shown, engine)
    except DocumentError as error:
        print(f"{error}\nLa base n’a pas été changée.", file=sys.stderr)
        return 1
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(no_answer(error), file=sys.stderr)
        return 1
    for warning in warnings:
        print(f"attention : {warning}", file=sys.stderr)
    print(f"{shown} est dans la base.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
