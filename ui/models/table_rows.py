"""Columns of the public tables in use, of what an import changed, and of sessions it touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.typed_dates import say_date
from core.services.open_sessions import SessionDifference
from core.services.table_changes import TableChange
from core.services.table_overview import TableLine
from ui.models.row_table import Column

_KINDS = {"ncci": "Code pair", "mue": "Unit limit", "rvu": "Fee"}


def known_text(line: TableLine) -> str:
    """Until when a table is known."""
    return say_date(line.known_to) if line.known_to else "no end known"


def table_columns(today: date) -> tuple[Column[TableLine], ...]:
    """Columns of the tables in use; the newest of a kind whose days are over is marked."""

    def over(line: TableLine, kind: str) -> str:
        return kind if line.is_over(today) else ""

    return (
        Column[TableLine]("Table", lambda line: line.title, 200, strong=True, grow=1),
        Column[TableLine]("For", lambda line: line.variant, 104, grow=1),
        Column[TableLine]("Period", lambda line: line.period, 104),
        Column[TableLine](
            "Known until",
            known_text,
            138,
            kind=lambda line: over(line, "warning"),
            icon=lambda line: over(line, "warning"),
            tip=lambda line: over(line, "A newer table is wanted: these days are over."),
        ),
        Column[TableLine]("Rows", lambda line: f"{line.rows:,}", 76, number=True),
        Column[TableLine](
            "Source",
            lambda line: f"with the program: {line.source}" if line.shipped else line.source,
            140,
            tip=lambda line: line.source,
            grow=2,
        ),
    )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference an imported table makes."""

    kind: str
    codes: str
    before: str
    after: str


def change_rows(changes: tuple[TableChange, ...]) -> tuple[ChangeRow, ...]:
    """Every difference of every table, in their order."""
    return tuple(
        ChangeRow(
            f"{_KINDS.get(table.kind, table.kind)}, {table.variant or table.period}",
            " with ".join(one.codes),
            one.before or "none",
            one.after or "none",
        )
        for table in changes
        for one in table.changes
    )


CHANGE_COLUMNS = (
    Column[ChangeRow]("Table", lambda row: row.kind, 170, grow=1),
    Column[ChangeRow]("Codes", lambda row: row.codes, 150, strong=True, grow=1),
    Column[ChangeRow]("Before", lambda row: row.before, 130, grow=1),
    Column[ChangeRow]("Now", lambda row: row.after, 130, grow=1),
)

DIFFERENCE_COLUMNS = (
    Column[SessionDifference]("Patient", lambda row: row.patient_name, 140, strong=True, grow=1),
    Column[SessionDifference]("Visit", lambda row: say_date(row.date), 104),
    Column[SessionDifference](
        "Bills before", lambda row: row.before, 180, tip=lambda row: row.before, grow=2
    ),
    Column[SessionDifference](
        "Would bill now", lambda row: row.after, 180, tip=lambda row: row.after, grow=2
    ),
)
