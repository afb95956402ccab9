"""Reading one rule file strictly: every complaint begins with the file's name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from core.errors import DataProblem
from core.rules.parameters import Confidence, DatedValue, Parameter, Value

Table = dict[str, object]
STANDING = "standing"
Check = Callable[[object], Value | None]
_ENTRY_KEYS = {"from", "until", "value", "unit", "cite", "confidence"}


class RuleFileError(DataProblem):
    """A rule file that must not be used: nothing is billed by half-read rules."""


def refuse(file: str, complaint: str) -> NoReturn:
    """Raise a RuleFileError that begins with the file's name."""
    raise RuleFileError(f"{file}: {complaint}")


def read_rule_file(path: Path) -> Table:
    """The file as a table; TOML itself refuses repeated keys."""
    try:
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"{path.name}: {error}") from error


def check_keys(file: str, where: str, table: Mapping[str, object], allowed: Iterable[str]) -> None:
    """Refuse a key the reader would otherwise ignore."""
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        refuse(file, f"{where} has an unknown key {unknown[0]!r}")


def text_of(file: str, where: str, table: Mapping[str, object], key: str) -> str:
    """A text that must be there and not be blank."""
    found = table.get(key)
    if not isinstance(found, str) or not found.strip():
        refuse(file, f"{where} has no {key}")
    return found


def table_of(file: str, where: str, found: object) -> Table:
    """A value that must be a table."""
    if not isinstance(found, dict):
        refuse(file, f"{where} is not a table")
    return found


def texts_of(file: str, where: str, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A list of texts without repeats; empty when absent."""
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        refuse(file, f"{where}.{key} is not a list of texts")
    if len(set(found)) != len(found):
        refuse(file, f"{where}.{key} names something twice")
    return tuple(found)


def date_of(file: str, where: str, table: Mapping[str, object], key: str) -> date | None:
    """A TOML date without a time of day, or None when absent."""
    found = table.get(key)
    if found is None or (isinstance(found, date) and not isinstance(found, datetime)):
        return found
    refuse(file, f"{where}.{key} is not a date")


def read_parameter(file: str, name: str, found: object, check: Check) -> Parameter:
    """A named list of dated entries, sorted, without overlaps, each with a source.

    `check` turns a raw value into the kept one, or gives None for one that may not stand.
    """
    table = table_of(file, name, found)
    check_keys(file, name, table, {"values"})
    raw = table.get("values")
    if not isinstance(raw, list) or not raw:
        refuse(file, f"{name} has no values")
    history = tuple(_entry(file, name, one, check) for one in raw)
    for older, newer in pairwise(history):
        if older.until is None or newer.since <= older.until:
            refuse(file, f"{name} overlaps at {newer.since}")
    return Parameter(name, history)


def _entry(file: str, name: str, found: object, check: Check) -> DatedValue:
    table = table_of(file, f"{name} entry", found)
    check_keys(file, name, table, _ENTRY_KEYS)
    since = date_of(file, name, table, "from")
    if since is None:
        refuse(file, f"{name} has an entry without from")
    value = check(table.get("value"))
    if value is None:
        refuse(file, f"{name} from {since} has no usable value")
    confidence = text_of(file, f"{name} from {since}", table, "confidence")
    if confidence not in set(Confidence):
        refuse(file, f"{name} from {since} has an unknown confidence {confidence!r}")
    return DatedValue(
        since=since,
        until=_until(file, f"{name} from {since}", table, since),
        value=value,
        unit=text_of(file, f"{name} from {since}", table, "unit"),
        cite=text_of(file, f"{name} from {since}", table, "cite"),
        confidence=Confidence(confidence),
    )


def _until(file: str, where: str, table: Table, since: date) -> date | None:
    """The last day known; `standing` for a rule whose source names no end."""
    if table.get("until") == STANDING:
        return None
    until = date_of(file, where, table, "until")
    if until is None or until < since:
        refuse(file, f"{where} needs an until: a later day, or {STANDING!r}")
    return until
