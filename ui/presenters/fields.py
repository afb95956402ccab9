"""Fields of a form as data, with the check that runs when a field is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.model import checks

Check = Callable[[str], str]


class Kind(StrEnum):
    """What a field holds: form values are str, str, date or None, cents or None, bool, str."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of field
    DATE = "date"
    MONEY = "money"
    CHECK = "check"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, its words, its check; `width` of a row of twelve.

    With `choices` it is a closed list of (words, value), and holds the value.
    """

    name: str
    label: str
    check: Check | None = None
    width: int = 12
    hint: str = ""
    placeholder: str = ""
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, object], ...] = ()
    needed: bool = False


def required(name: str, check: Check | None = None) -> Check:
    """A check that also refuses an empty field."""

    def look(text: str) -> str:
        if not text:
            return f"{name} is missing."
        return check(text) if check else ""

    return look


def optional(check: Check) -> Check:
    """A check that lets an empty field pass."""
    return lambda text: check(text) if text else ""


def state_problem(text: str) -> str:
    """A two-letter code, in capitals or not."""
    return checks.state_problem(text.upper())


def taxonomy_problem(text: str) -> str:
    """A taxonomy code, in capitals or not."""
    return checks.taxonomy_problem(text.upper())


def ein_problem(text: str) -> str:
    """The shape of an employer's tax id."""
    return checks.tax_id_problem(text, "EIN")
