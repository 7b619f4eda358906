"""The commands behind `bin/upgrade` and `bin/copy-database`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from actions.cluster_catalogue.no_answer import no_answer
from actions.cluster_catalogue.schema import CATALOGUE
from channels.web.schema import CONVERSATIONS
from migrations.copy import copy, reading
from migrations.engine import build_engine
from migrations.schema import Schema, SchemaError
from migrations.upgrade import move_to
from settings import SettingsError, read_settings
from settings.databases import check_database

ABOUT_UPGRADE = """Amène les tables à la version de ce programme ; ce qui y est déjà reste tel quel.
Les serveurs peuvent tourner. En cas d’erreur, rien n’est changé."""
ABOUT_COPY = """Copie les conversations, le catalogue ou les deux dans une base vide, telle que
sqlite:////chemin/fichier.db ou postgresql+psycopg2://nom@machine/base (mot de passe : ~/.pgpass).
Arrêtez d’abord les serveurs. En cas d’erreur, rien n’est écrit."""
PARTS = {schema.name: schema for schema in (CONVERSATIONS, CATALOGUE)}


def upgrade(arguments: Sequence[str]) -> None:
    """`bin/upgrade`: the tables of the settings' databases, to the newest version or another."""
    parser = argparse.ArgumentParser("bin/upgrade", description=ABOUT_UPGRADE)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--back", action="store_true", help="conversations : une version en arrière")
    where.add_argument("--to", type=int, metavar="VERSION", help="conversations : cette version")
    chosen = parser.parse_args(arguments)
    settings = read_settings()
    kept = build_engine(settings.conversations_address, create=True)
    if chosen.back:
        _move(kept, CONVERSATIONS, _version_before(kept))
    elif chosen.to is not None:
        _move(kept, CONVERSATIONS, chosen.to)
    else:
        _move(kept, CONVERSATIONS)
        _upgrade_catalogue(build_engine(settings.catalogue_address, create=True))


def copy_database(arguments: Sequence[str]) -> None:
    """`bin/copy-database`: what one database holds, into another."""
    parser = argparse.ArgumentParser("bin/copy-database", description=ABOUT_COPY)
    parser.add_argument("source", type=_address)
    parser.add_argument("cible", type=_address)
    parser.add_argument("--only", choices=PARTS, help="l’une des deux parties")
    chosen, others = parser.parse_known_args(arguments)
    if others:  # not shown: a password may be in them
        parser.error("trop d’arguments")
    if chosen.source == chosen.cible:
        parser.error("la source et la cible sont la même base")
    wanted = [PARTS[chosen.only]] if chosen.only else list(PARTS.values())
    with reading(build_engine(chosen.source)) as source:
        there = [schema for schema in wanted if not schema.is_absent(source)]
        if not there:
            raise SchemaError("La source n’a ni conversations ni catalogue.")
        with build_engine(chosen.cible, create=True).begin() as target:
            copied = {schema.name: copy(source, target, schema) for schema in there}
    for name, rows in copied.items():
        listed = ", ".join(f"{table} {count}" for table, count in rows.items())
        print(f"{name} : tout est copié, en lignes : {listed}.")


def main(arguments: Sequence[str]) -> int:
    """Runs the command named first; the exit status: 0 done, 1 it could not be, 2 wrong usage."""
    commands: dict[str, Callable[[Sequence[str]], None]] = {
        "upgrade": upgrade,
        "copy-database": copy_database,
    }
    try:
        commands[arguments[0]](arguments[1:])
    except (SchemaError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(no_answer(error), file=sys.stderr)
        return 1
    return 0


def _move(engine: Engine, schema: Schema, number: int | None = None) -> None:
    with engine.begin() as connection:
        made = schema.is_absent(connection)
        before, after = move_to(connection, schema, number)
    if made:
        told = f"tables créées, version {after.number}"
    elif before == after:
        told = f"version {after.number}, rien à changer"
    else:
        found = f"version {before.number}" if before else "tables d’avant les versions"
        told = f"{found} → version {after.number}"
    print(f"{schema.name} : {told}.")


def _upgrade_catalogue(engine: Engine) -> None:
    """A catalogue is never without remedy: what it holds is in a file."""
    try:
        _move(engine, CATALOGUE)
    except SchemaError as error:
        raise SchemaError(f"{error} Lancez « bin/load-catalogue ».") from error


def _version_before(engine: Engine) -> int:
    with engine.connect() as connection:
        version = CONVERSATIONS.version(connection)
    if version is None or version.number == 1:
        raise SchemaError("Tables conversations : il n’y a pas de version plus ancienne.")
    return version.number - 1


def _address(given: str) -> URL:
    """An address that may hold a password: a wrong one is not shown again."""
    try:
        check_database(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return make_url(given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
