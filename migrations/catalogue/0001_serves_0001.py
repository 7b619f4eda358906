"""The tables as they were before versions: those that are missing are made."""

import sqlalchemy as sa
from alembic import op

revision = "0001_serves_0001"
down_revision = None

tables = sa.MetaData()
sa.Table(
    "catalogue_organisation",
    tables,
    sa.Column("slug", sa.String(40), primary_key=True),
    sa.Column("family", sa.String(10), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("presentation", sa.String(200), nullable=False),
    sa.Column("since", sa.String(40)),
    sa.Column("link", sa.String(200), nullable=False),
    sa.Column("source", sa.String(300), nullable=False),
    sa.Column("checked_on", sa.Date, nullable=False),
)
sa.Table(
    "catalogue_wording",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "slug", sa.ForeignKey("catalogue_organisation.slug", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("text", sa.String(80), nullable=False),
)
sa.Table(
    "catalogue_fact",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "slug", sa.ForeignKey("catalogue_organisation.slug", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("source", sa.String(300), nullable=False),
    sa.Column("attributes", sa.String(120), nullable=False),
)
sa.Table(
    "catalogue_activity",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("slug", sa.ForeignKey("catalogue_organisation.slug", ondelete="CASCADE")),
    sa.Column("phrase", sa.String(120), nullable=False),
)
sa.Table("catalogue_edition", tables, sa.Column("version", sa.String(64), primary_key=True))


def upgrade() -> None:
    """To version 1."""
    tables.create_all(op.get_bind())
