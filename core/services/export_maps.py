"""Which column of another system's export holds what: choices for a person, kept by a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.imports.audit_columns import (
    ColumnMap,
    ColumnUse,
    DateOrder,
    Field,
    lacking,
    saved_columns,
)
from core.imports.audit_table import AuditFile
from core.model.permissions import Permission
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.store import practices

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

SETTING = "export_maps"
_LONGEST = 60
_WORDS = {
    Field.ID: "Session number",
    Field.DATE: "Date of service",
    Field.PATIENT: "Patient",
    Field.PAYER: "Payer",
    Field.CLINICIAN: "Clinician",
    Field.DISCIPLINE: "Discipline",
    Field.CODE: "Code",
    Field.MINUTES: "Minutes",
    Field.ASSISTANT: "Assistant’s minutes",
    Field.TOGETHER: "Minutes together",
    Field.UNITS: "Units billed",
    Field.MODIFIERS: "Modifiers",
    Field.REGION: "Region",
    Field.SIDE: "Side",
    Field.NOTE: "Note text",
}
CHOICES: tuple[tuple[str, str], ...] = (
    ("not used", ""),
    *((words, field.value) for field, words in _WORDS.items()),
)
ORDERS: tuple[tuple[str, str], ...] = (
    ("Month first (3/2 is March 2)", DateOrder.MONTH_FIRST.value),
    ("Day first (3/2 is February 3)", DateOrder.DAY_FIRST.value),
)


def use_words(use: ColumnUse) -> str:
    """What a column of a wide table is of: its code, or the number of its group."""
    if use.code:
        return f"of {use.code}"
    return f"group {use.group}" if use.group else ""


def with_use(columns: ColumnMap, column: int, field: str) -> ColumnMap:
    """The map with one column put to another use; no other column is changed."""
    chosen = Field(field) if field else None
    uses = tuple(use if use.column != column else _put(use, chosen) for use in columns.columns)
    return replace(columns, columns=uses)


def _put(use: ColumnUse, field: Field | None) -> ColumnUse:
    """A column of a wide table stays one of its code; one that is not used is of none."""
    if field is None:
        return ColumnUse(use.column, use.heading)
    return replace(use, field=field)


def with_dates(columns: ColumnMap, order: str) -> ColumnMap:
    """The map with dates read the other way."""
    return replace(columns, dates=DateOrder(order))


def what_lacks(columns: ColumnMap) -> str:
    """What has to be mapped before anything can be audited, as a sentence; empty: nothing."""
    return lacking(columns)


def laid_over(file: AuditFile, saved: Mapping[str, object]) -> ColumnMap:
    """A kept map over a file's headings."""
    return saved_columns(file.headings, saved)


@needs(Permission.AUDIT_SESSIONS)
def saved_maps(p: OpenPractice) -> dict[str, dict[str, object]]:
    """The kept maps by name."""
    found = json.loads(practices.get_setting(p.file.db, SETTING) or "{}")
    return {str(name): one for name, one in sorted(found.items()) if isinstance(one, dict)}


@needs(Permission.AUDIT_SESSIONS)
def keep_map(p: OpenPractice, name: str, columns: ColumnMap) -> str:
    """Keep a map by a name; one of that name is replaced. Gives the name as kept."""
    form = Form()
    kept = form.line("map", "The name", name, most=_LONGEST, needed=True)
    form.done()
    maps = saved_maps(p) | {kept: columns.to_json()}
    with change(p, "export_map.save", "setting") as work:
        practices.set_setting(work.db, SETTING, json.dumps(maps, ensure_ascii=False))
        work.detail["name"] = SETTING
    return kept
