"""Reading resources/fees: relative values, geographic indices, conversion factors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from core.library.rule_files import (
    STANDING,
    Table,
    check_keys,
    date_of,
    read_parameter,
    read_rule_file,
    refuse,
    table_of,
    text_of,
)
from core.rules.fees import NATIONAL, Components, FeeSchedule, Place
from core.rules.parameters import Confidence, Value

FACTORS = "conversion_factor.toml"
_PARTS = ("work", "practice", "malpractice")
_HEAD = {"from", "until", "confidence", "cite"}


def read_fees(folder: Path) -> FeeSchedule:
    """The shipped fee schedule; a year's file stands by itself, and no two may overlap."""
    values: dict[str, list[Components]] = {}
    indices: dict[Place, list[Components]] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == FACTORS:
            continue
        table = read_rule_file(path)
        check_keys(path.name, "the file", table, {*_HEAD, "values", "indices"})
        for name, entry in _entries(path.name, table, "values"):
            values.setdefault(name, []).append(entry)
        for name, entry in _entries(path.name, table, "indices"):
            indices.setdefault(_place(path.name, name), []).append(entry)
    factors = read_rule_file(folder / FACTORS)
    return FeeSchedule(
        {code: _ordered(code, found) for code, found in values.items()},
        {place: _ordered("-".join(place), found) for place, found in indices.items()},
        {
            name: read_parameter(FACTORS, name, found, _decimal).history
            for name, found in factors.items()
        },
    )


def _entries(file: str, table: Table, key: str) -> Iterable[tuple[str, Components]]:
    if key not in table:
        return
    since, until = date_of(file, key, table, "from"), None
    if since is None:
        refuse(file, "has no from")
    if table.get("until") != STANDING:
        until = date_of(file, key, table, "until")
        if until is None or until < since:
            refuse(file, f"needs an until: a later day, or {STANDING!r}")
    cite = text_of(file, "the file", table, "cite")
    if text_of(file, "the file", table, "confidence") not in set(Confidence):
        refuse(file, "has an unknown confidence")
    for name, found in table_of(file, key, table[key]).items():
        yield name, _components(file, name, table_of(file, name, found), since, until, cite)


def _components(
    file: str, name: str, table: Table, since: date, until: date | None, cite: str
) -> Components:
    check_keys(file, name, table, {*_PARTS, "reduced"})
    work, practice, malpractice = (_decimal(table.get(part)) for part in _PARTS)
    if work is None or practice is None or malpractice is None:
        refuse(file, f"{name} needs work, practice and malpractice")
    reduced = table.get("reduced", False) is True
    return Components(since, until, work, practice, malpractice, cite, reduced)


def _decimal(value: Value | object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value < 0:
        return None
    return Decimal(value)


def _place(file: str, name: str) -> Place:
    if name == "national":
        return NATIONAL
    mac, dash, number = name.partition("-")
    if not dash:
        refuse(file, f"{name} is not a place: contractor-locality")
    return mac, number


def _ordered(name: str, found: list[Components]) -> tuple[Components, ...]:
    found.sort(key=lambda entry: entry.since)
    for older, newer in pairwise(found):
        if older.until is None or newer.since <= older.until:
            refuse("fees", f"{name} overlaps at {newer.since}")
    return tuple(found)
