"""The turns of a conversation are read in the order of their index, without being sorted."""

from alembic import op

revision = "0002_serves_0001"
down_revision = "0001_serves_0001"


def upgrade() -> None:
    """To version 2."""
    op.drop_index("turns_of_session", "turns")
    op.create_index("turns_of_session", "turns", ["session", "time", "turn"])


def downgrade() -> None:
    """Back to version 1."""
    op.drop_index("turns_of_session", "turns")
    op.create_index("turns_of_session", "turns", ["session", "time"])
