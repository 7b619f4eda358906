"""All that tables hold, from one database into another: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import MetaData, Table, func, insert, inspect, select
from sqlalchemy.engine import Connection, Engine

from migrations.schema import Schema, SchemaError
from migrations.upgrade import move_to

BATCH = 500  # rows


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database; on SQLite nobody writes meanwhile."""
    options = {"isolation_level": "REPEATABLE READ"} if _is_postgresql(engine) else {}
    with engine.connect() as connection, connection.execution_options(**options).begin():
        yield connection


def copy(source: Connection, target: Connection, schema: Schema) -> dict[str, int]:
    """Fills the tables of `target`, which are made if they are missing, with those of `source`.

    Args:
        source: see `reading`.
        target: in a transaction, which the caller ends.
        schema: the tables.

    Returns:
        The rows of each table.

    Raises:
        SchemaError: `source` is not of the newest version, or `target` is not empty.
    """
    schema.check(source)
    if schema.version(source) != schema.newest:
        raise SchemaError(
            f"Tables {schema.name} : elles sont d’une version plus récente ; lancez "
            "la copie depuis le programme de cette version."
        )
    move_to(target, schema)
    from_tables, to_tables = _tables(source, schema), _tables(target, schema)
    for table in to_tables:
        if _count(target, table):
            raise SchemaError(
                f"La table {table.name} de la cible n’est pas vide : rien n’a été changé."
            )
    for from_table, to_table in zip(from_tables, to_tables):
        _copy_rows(source, from_table, target, to_table)
        _continue_sequence(target, to_table)
    return {table.name: _same_count(source, target, table) for table in from_tables}


def _tables(connection: Connection, schema: Schema) -> list[Table]:
    # Each database's own types, so that its dates and booleans are read and written as its own.
    found = MetaData()
    found.reflect(connection, only=schema.tables)
    return [found.tables[name] for name in schema.tables]


def _copy_rows(source: Connection, from_table: Table, target: Connection, to_table: Table) -> None:
    found = select(from_table).execution_options(stream_results=True, yield_per=BATCH)
    for rows in source.execute(found).mappings().partitions():
        target.execute(insert(to_table), [dict(row) for row in rows])


def _continue_sequence(target: Connection, table: Table) -> None:
    """Rows that come with their numbers do not move PostgreSQL's counter."""
    if not _is_postgresql(target.engine):
        return
    for column in inspect(target).get_columns(table.name):
        if column["autoincrement"]:
            last = select(func.max(table.c[column["name"]])).scalar_subquery()
            counter = func.pg_get_serial_sequence(table.name, column["name"])
            target.execute(select(func.setval(counter, last)))  # of no rows: null, changes nothing


def _same_count(source: Connection, target: Connection, table: Table) -> int:
    rows, copied = _count(source, table), _count(target, table)
    if rows != copied:
        raise SchemaError(
            f"La table {table.name} a {rows} lignes dans la source, {copied} dans la cible : rien "
            "n’a été changé."
        )
    return rows


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
