"""What Alembic runs for each change; `upgrade.py` says on which connection."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], version_table=attributes["version_table"])
context.run_migrations()
