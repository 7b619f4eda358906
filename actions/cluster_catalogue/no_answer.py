"""What a command says of a database that does not answer."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError


def no_answer(error: SQLAlchemyError) -> str:
    """One line (French), in which the driver alone is quoted: SQLAlchemy shows addresses whole."""
    said = str(error.orig) if isinstance(error, DBAPIError) else ""
    cause = next(iter(said.strip().splitlines()), type(error).__name__)
    return f"La base de données ne répond pas : {cause}"
