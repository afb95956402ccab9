"""Reading resources/codes/procedure: a table per code, [defaults] fill what is alike."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from core.library.rule_files import (
    Table,
    check_keys,
    date_of,
    read_rule_file,
    refuse,
    table_of,
    text_of,
    texts_of,
)
from core.model.kinds import Discipline
from core.rules.codes import Basis, CodeEntry, MedicareStatus, TherapyClass

_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_KEYS = frozenset(
    {
        "label", "basis", "unit_minutes", "disciplines", "only", "therapy", "status", "aliases",
        "from", "until", "replaced_by", "first_only", "attended", "cite",
        "least_minutes", "add_on_to", "one_of", "most_per_day", "per_month", "condition",
        "unconfirmed",
    }
)  # fmt: skip
_Word = TypeVar("_Word", bound=StrEnum)


def read_codes(folder: Path) -> dict[str, CodeEntry]:
    """Every code of the folder's files, by number; a code may stand in one file only."""
    codes: dict[str, CodeEntry] = {}
    for path in sorted(folder.glob("*.toml")):
        for entry in read_code_file(path):
            if entry.code in codes:
                refuse(path.name, f"{entry.code} stands in another file already")
            codes[entry.code] = entry
    for entry in codes.values():
        if not codes.keys() >= set(entry.add_on_to):
            refuse(folder.name, f"{entry.code} is an add-on to a code that stands in no file")
    return dict(sorted(codes.items()))


def read_code_file(path: Path) -> list[CodeEntry]:
    """The codes of one file, in its order."""
    tables = read_rule_file(path)
    defaults = table_of(path.name, "defaults", tables.pop("defaults", {}))
    check_keys(path.name, "defaults", defaults, _KEYS - {"label", "aliases"})
    return [
        _entry(path.name, code, {**defaults, **table_of(path.name, code, found)})
        for code, found in tables.items()
    ]


def _entry(file: str, code: str, table: Table) -> CodeEntry:
    if not _CODE.fullmatch(code):
        refuse(file, f"{code!r} is not a procedure code")
    check_keys(file, code, table, _KEYS)
    return CodeEntry(
        code=code,
        label=text_of(file, code, table, "label"),
        basis=_word(file, code, table, "basis", Basis),
        unit_minutes=_minutes(file, code, table),
        disciplines=_disciplines(file, code, table, "disciplines"),
        only=_disciplines(file, code, table, "only"),
        therapy=_word(file, code, table, "therapy", TherapyClass),
        status=_word(file, code, table, "status", MedicareStatus),
        aliases=texts_of(file, code, table, "aliases"),
        since=date_of(file, code, table, "from"),
        until=date_of(file, code, table, "until"),
        replaced_by=texts_of(file, code, table, "replaced_by"),
        first_only=_flag(file, code, table, "first_only", default=False),
        attended=_flag(file, code, table, "attended", default=True),
        cite=text_of(file, code, table, "cite"),
        least_minutes=_count(file, code, table, "least_minutes"),
        add_on_to=texts_of(file, code, table, "add_on_to"),
        one_of=_optional(file, code, table, "one_of"),
        most_per_day=_count(file, code, table, "most_per_day"),
        per_month=_flag(file, code, table, "per_month", default=False),
        condition=_optional(file, code, table, "condition"),
        unconfirmed=_flag(file, code, table, "unconfirmed", default=False),
    )


def _word(file: str, code: str, table: Table, key: str, words: type[_Word]) -> _Word:
    found = text_of(file, code, table, key)
    if found not in set(words):
        refuse(file, f"{code}.{key} is {found!r}, which is not one of {', '.join(words)}")
    return words(found)


def _disciplines(file: str, code: str, table: Table, key: str) -> tuple[Discipline, ...]:
    found = texts_of(file, code, table, key)
    if not set(found) <= set(Discipline):
        refuse(file, f"{code}.{key} names an unknown discipline")
    return tuple(Discipline(one) for one in found)


def _count(file: str, code: str, table: Table, key: str) -> int:
    found = table.get(key, 0)
    if type(found) is not int or found < 0:
        refuse(file, f"{code}.{key} is not a whole number")
    return found


def _optional(file: str, code: str, table: Table, key: str) -> str:
    return text_of(file, code, table, key) if key in table else ""


def _minutes(file: str, code: str, table: Table) -> int:
    found = _count(file, code, table, "unit_minutes")
    if table.get("basis") == Basis.TIMED and not found:
        refuse(file, f"{code} is timed but has no unit_minutes")
    return found


def _flag(file: str, code: str, table: Table, key: str, *, default: bool) -> bool:
    found = table.get(key, default)
    if not isinstance(found, bool):
        refuse(file, f"{code}.{key} is not true or false")
    return found
