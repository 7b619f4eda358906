"""What the name of a revision tells: which version of the tables, and for which programs."""

from __future__ import annotations

import re
from dataclasses import dataclass

NAME = re.compile(r"(\d{4})_serves_(\d{4})")


@dataclass(frozen=True)
class Version:
    """A version of the tables; its revision is called "0003_serves_0001".

    The database keeps that name and nothing else of Alembic's: a program that is older than its
    tables, after a rollback, reads in it whether it may go on.

    Attributes:
        number: 1, 2, 3…
        serves: the oldest version whose programs work with these tables too.
    """

    number: int
    serves: int

    @classmethod
    def named(cls, name: str) -> Version:
        """The version that a revision of this name makes.

        Raises:
            ValueError: no revision of ours bears such a name.
        """
        found = NAME.fullmatch(name)
        if found is None:
            raise ValueError(f"« {name} » n’est pas le nom d’une version")
        return cls(*map(int, found.groups()))

    @property
    def name(self) -> str:
        """The revision, as Alembic and the database know it."""
        return f"{self.number:04}_serves_{self.serves:04}"
