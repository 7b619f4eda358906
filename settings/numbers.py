"""How numbers are written, and which are wanted."""

from __future__ import annotations

import re

from pydantic.fields import ModelField

# Python reads much more as a number: "1_000", " 5", "٣", "nan", "1e3".
WHOLE = re.compile(r"-?[0-9]{1,12}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


def is_number(field: ModelField) -> bool:
    """Whether the field holds a number."""
    return issubclass(field.type_, (int, float)) and field.type_ is not bool


def check_written(written: str, field: ModelField) -> None:
    """Refuses what is not written in plain figures.

    Raises:
        ValueError: says which number is wanted.
    """
    if not (WHOLE if _is_whole(field) else DECIMAL).fullmatch(written):
        raise ValueError(wanted(field))


def wanted(field: ModelField) -> str:
    """Which number is wanted (French)."""
    kind = "un nombre entier" if _is_whole(field) else "un nombre"
    told = field.field_info
    bounds = [
        f"d’au moins {told.ge}" if told.ge is not None else "",
        f"plus grand que {told.gt:g}" if told.gt is not None else "",
        f"d’au plus {told.le}" if told.le is not None else "",
    ]
    return f"il faut {kind} {' et '.join(filter(None, bounds))}"


def _is_whole(field: ModelField) -> bool:
    return issubclass(field.type_, int)
