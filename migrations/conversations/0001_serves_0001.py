"""The tables as they were before versions: those that are missing are made."""

import sqlalchemy as sa
from alembic import op

revision = "0001_serves_0001"
down_revision = None

tables = sa.MetaData()
sa.Table(
    "conversations",
    tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("time", sa.DateTime, nullable=False, index=True),
)
sa.Table(
    "turns",
    tables,
    sa.Column("turn", sa.String(64), primary_key=True),
    sa.Column(
        "session", sa.ForeignKey("conversations.session", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("time", sa.DateTime, nullable=False, index=True),
    sa.Column("key", sa.String(64)),
    sa.Column("digest", sa.String(64)),
    sa.Column("said", sa.Text),
    sa.Column("bubbles", sa.Text, nullable=False),
    sa.UniqueConstraint("session", "key"),
    sa.Index("turns_of_session", "session", "time"),
)
sa.Table(
    "feedback",
    tables,
    sa.Column("turn", sa.ForeignKey("turns.turn", ondelete="CASCADE"), primary_key=True),
    sa.Column("session", sa.String(64), nullable=False, index=True),
    sa.Column("time", sa.DateTime, nullable=False, index=True),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("word", sa.Text),
)
# Rasa's own.
sa.Table(
    "events",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)


def upgrade() -> None:
    """To version 1."""
    tables.create_all(op.get_bind())
