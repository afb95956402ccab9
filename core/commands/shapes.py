"""Shapes of JSON values: each reads one value strictly and names the field at fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from core.errors import FieldProblem
from core.model.money import cents_of, parse_cents

Shape = Callable[[object, str], Any]
_Word = TypeVar("_Word", bound=StrEnum)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_LONGEST_TEXT = 2_000


def fault(complaint: str, field: str) -> FieldProblem:
    """A problem whose sentence begins with the field's name."""
    return FieldProblem(f"{field} {complaint}.", field)


def whole(low: int, high: int) -> Shape:
    """A whole number within limits; true, 3.0 and "3" are not whole numbers."""

    def read(value: object, field: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise fault(f"must be a whole number from {low:,} to {high:,}", field)
        return value

    return read


def text(value: object, field: str) -> str:
    """A text of sensible length."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise fault(f"must be a text of at most {_LONGEST_TEXT:,} characters", field)
    return value


def filled(value: object, field: str) -> str:
    """A text that is not blank."""
    if not text(value, field).strip():
        raise fault("must not be blank", field)
    return str(value)


def flag(value: object, field: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise fault("must be true or false", field)
    return value


def word(words: type[_Word]) -> Shape:
    """One word of a closed list."""
    known = {one.value: one for one in words}

    def read(value: object, field: str) -> _Word:
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            raise fault(f"must be one of {', '.join(known)}", field)
        return found

    return read


def day(value: object, field: str) -> date:
    """A calendar day such as 2026-03-10."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise fault("must be a day of the calendar, written like 2026-03-10", field)


def clock(value: object, field: str) -> int:
    """A time of day such as 10:05, as minutes after midnight."""
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise fault("must be a time of day, written like 10:05", field)
    return int(found[1]) * 60 + int(found[2])


def amount(value: object, field: str) -> int:
    """Dollars as cents: "1912.40" or 1912.4, never negative."""
    if isinstance(value, str):
        return parse_cents(value, field)
    number = Decimal(value) if type(value) is int else value
    if not isinstance(number, Decimal) or not 0 <= number < 10**9:
        raise fault('must be an amount in dollars, written like "27.72"', field)
    if number != round(number, 2):
        raise fault("must not hold parts of a cent", field)
    return cents_of(number)


def listing(shape: Shape) -> Shape:
    """A list of one shape, as a tuple."""

    def read(value: object, field: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise fault("must be a list", field)
        return tuple([shape(one, f"{field}[{n}]") for n, one in enumerate(value)])

    return read


def record(shapes: Mapping[str, Shape], required: frozenset[str] = frozenset()) -> Shape:
    """An object with known keys only; an optional key that is null counts as absent."""

    def read(value: object, field: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise fault("must be an object", field)
        for key in required - value.keys():
            raise fault("is missing", f"{field}.{key}")
        found = {}
        for key, one in value.items():
            if key not in shapes:
                raise fault("is not a key this program knows", f"{field}.{key[:40]}")
            if one is not None or key in required:
                found[key] = shapes[key](one, f"{field}.{key}")
        return found

    return read


def mapping(shape: Shape) -> Shape:
    """An object whose keys are codes or numbers, all values of one shape."""

    def read(value: object, field: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise fault("must be an object", field)
        return {key: shape(one, f"{field}.{key[:40]}") for key, one in value.items()}

    return read
