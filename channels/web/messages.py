"""What a client may send, checked before anything is done with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, Extra, Field, StrictBool, StrictStr, ValidationError, root_validator

from channels.web import problems

MOST = 50  # turns read at once, which costs about what a message does


class Body(BaseModel):
    """A JSON object with the named members and no others."""

    class Config:
        """What goes beyond the members is refused."""

        extra = Extra.forbid


class Said(Body):
    """A message: `text` that was typed, or the `payload` of a button."""

    text: StrictStr | None
    payload: StrictStr | None

    @root_validator
    def _is_one(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805 - pydantic's way
        if (values.get("text") is None) == (values.get("payload") is None):
            raise ValueError("either 'text' or 'payload' is expected")
        return values

    @property
    def words(self) -> str:
        """The text or the payload."""
        return self.payload if self.payload is not None else self.text or ""

    @property
    def digest(self) -> str:
        """The same for the same message: SHA-256 in hexadecimal digits."""
        return hashlib.sha256(json.dumps([self.text, self.payload]).encode()).hexdigest()


class Thumb(Body):
    """What the visitor thinks of a turn, with an optional word."""

    turn: StrictStr
    useful: StrictBool
    word: StrictStr | None


class Asked(Body):
    """Which turns of a conversation are asked for: the last ones, or those next to a turn."""

    last: int = Field(default=MOST, ge=1, le=MOST)
    before: StrictStr | None
    since: StrictStr | None

    @root_validator
    def _is_one_way(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        if values.get("before") is not None and values.get("since") is not None:
            raise ValueError("either 'before' or 'since' is expected")
        return values


Kind = TypeVar("Kind", bound=Body)


def read_body(kind: type[Kind], content: bytes) -> Kind:
    """The object in `content`.

    Raises:
        Problem: 400, it is not JSON, or not the object that is expected.
    """
    try:
        value = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise problems.malformed("Le corps n’est pas du JSON", "The body is no JSON") from error
    if not isinstance(value, dict):
        raise problems.malformed("Un objet JSON est attendu", "A JSON object is expected")
    return _checked(kind, value)


def read_query(kind: type[Kind], parameters: Sequence[tuple[str, str]]) -> Kind:
    """The object whose members are the parameters of a query.

    Raises:
        Problem: 400, it is not the object that is expected.
    """
    values = dict(parameters)
    if len(values) != len(parameters):
        raise problems.malformed("Un paramètre est répété", "A parameter is repeated")
    return _checked(kind, values)


def _checked(kind: type[Kind], values: dict[str, Any]) -> Kind:
    try:
        return kind(**values)
    except ValidationError as error:
        names = ", ".join(kind.__fields__)
        raise problems.malformed(
            f"Les champs attendus sont : {names}", f"The members expected are: {names}"
        ) from error
