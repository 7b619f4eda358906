"""From one version of the tables to another, in the transaction of the caller: all or nothing."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.autogenerate import produce_migrations
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Connection

from migrations.schema import FOLDER, Schema, SchemaError
from migrations.version import Version

LOCK_TIMEOUT = "5s"  # for tables in use: who waits for them holds up everybody that comes after


def move_to(
    connection: Connection, schema: Schema, number: int | None = None
) -> tuple[Version | None, Version]:
    """Brings the tables to a version, upwards or back, one process at a time.

    Args:
        connection: in a transaction, which on SQLite must have begun by writing.
        schema: the tables.
        number: the version; the newest when it is not given, and nothing is done then to tables
            of a newer program which serve this one too.

    Returns:
        The version that was found, None when no version was noted, and the version now.

    Raises:
        SchemaError: there is no such version, or the tables are of no known one.
    """
    target = _known(schema, schema.newest.number if number is None else number)
    lock(connection, schema)
    found = schema.version(connection)
    if found is None:
        _refuse_strangers(connection, schema)
    elif found.number > schema.newest.number:
        if number is not None or found.serves > schema.newest.number:
            raise SchemaError(schema.too_new(found))
        return found, found
    config = _config(connection, schema)
    if found is not None and found.number > target.number:
        command.downgrade(config, target.name)
    else:
        command.upgrade(config, target.name)
    return found, target


def make_anew(connection: Connection, schema: Schema, tables: MetaData) -> None:
    """Drops the tables with all that they hold, and makes those of the newest version."""
    lock(connection, schema)
    tables.drop_all(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {schema.version_table}"))
    command.upgrade(_config(connection, schema), schema.newest.name)


def lock(connection: Connection, schema: Schema) -> None:
    """Waits until nobody else changes the tables; SQLite does so at the start of a transaction."""
    if connection.dialect.name == "postgresql":
        key = {"name": schema.version_table}
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), key)
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))


def _known(schema: Schema, number: int) -> Version:
    for version in schema.versions:
        if version.number == number:
            return version
    raise SchemaError(
        f"Tables {schema.name} : il n’y a pas de version {number} ; "
        f"ce programme connaît 1 à {schema.newest.number}."
    )


def _config(connection: Connection, schema: Schema) -> Config:
    config = Config()
    settings = {
        "script_location": str(FOLDER),
        "version_locations": str(schema.folder),
        "path_separator": "newline",  # a folder's name may hold any other
    }
    for name, value in settings.items():
        config.set_main_option(name, value.replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=schema.version_table)
    return config


def _refuse_strangers(connection: Connection, schema: Schema) -> None:
    """Tables without a version must be those of the first; those that are missing may be.

    Raises:
        SchemaError: a table is of another shape.
    """
    scripts = ScriptDirectory.from_config(_config(connection, schema))
    first: MetaData = scripts.get_revision(schema.versions[0].name).module.tables
    there = set(inspect(connection).get_table_names()) & set(first.tables)

    def compared(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
        return kind != "table" or name in there

    context = MigrationContext.configure(connection, opts={"include_object": compared})
    (differences,) = produce_migrations(context, first).upgrade_ops_list
    strange = sorted({getattr(each, "table_name", "") for each in differences.ops})
    if strange:
        raise SchemaError(
            f"Tables {schema.name} : {', '.join(strange)} n’est d’aucune version connue ; rien "
            "n’a été changé."
        )
