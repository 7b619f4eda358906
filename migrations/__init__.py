"""The tables from version to version, in SQLite and in PostgreSQL: Alembic's revisions.

`conversations/` and `catalogue/` hold one file a version; each has its own table of versions, so
that both may share a database. Nothing else creates or changes a table.
"""
