"""One row of an export -> what it says of each code, or the problems it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.errors import FieldProblem
from core.imports.audit_cells import (
    read_code,
    read_day,
    read_discipline,
    read_minutes,
    read_modifiers,
    read_side,
    read_units,
)
from core.imports.audit_columns import ColumnMap, DateOrder, Field
from core.imports.import_report import RowProblem
from core.model.kinds import Discipline, Side
from core.notes.words import check_length

_BY_MODIFIER = {"GP": Discipline.PT, "GO": Discipline.OT, "GN": Discipline.SLP}
_NAMED = (Field.ID, Field.PATIENT, Field.PAYER, Field.CLINICIAN, Field.NOTE)


class Said(NamedTuple):
    """What one row says of one code; None: not told."""

    code: str
    minutes: int | None
    assistant: int
    together: int
    units: int | None
    modifiers: tuple[str, ...] | None
    region: str
    side: Side | None


class FileRow(NamedTuple):
    """One row that could be read; `discipline` None where neither column nor modifier tells."""

    number: int
    id: str
    day: date
    patient: str
    payer: str
    clinician: str
    discipline: Discipline | None
    said: tuple[Said, ...]
    note: str | None


class _Spot(NamedTuple):
    """The columns of one code of a row."""

    code_column: int | None
    code: str
    minutes: int | None
    assistant: int | None
    together: int | None
    units: int | None
    modifiers: tuple[int, ...]
    region: int | None
    side: int | None


@dataclass(frozen=True, slots=True)
class RowReader:
    """The map worked out once: which cells make a row."""

    named: tuple[int | None, ...]
    day: int
    discipline: int | None
    spots: tuple[_Spot, ...]
    order: DateOrder
    days: dict[str, date]

    @property
    def patient(self) -> int:
        """The column of the patient's key."""
        return self.named[1] if self.named[1] is not None else 0

    def read(self, number: int, cells: Sequence[str]) -> FileRow | list[RowProblem]:
        """The row, or what is wrong with it."""
        problems: list[RowProblem] = []
        try:
            day = self._day(_cell(cells, self.day))
        except FieldProblem as problem:
            return [RowProblem(number, problem.field, problem.message)]
        id_, patient, payer, clinician, note = (_cell(cells, at) for at in self.named)
        if not patient:
            return [RowProblem(number, "patient", "The patient's key is missing.")]
        discipline, said = self._read_codes(number, cells, problems)
        text = None if self.named[4] is None else note
        try:
            check_length(note)
        except FieldProblem as problem:
            problems.append(RowProblem(number, "note", problem.message))
        if not said and not problems:
            problems.append(RowProblem(number, "code", "No procedure code stands in this row."))
        if problems:
            return problems
        return FileRow(number, id_, day, patient, payer, clinician, discipline, said, text)

    def _day(self, text: str) -> date:
        found = self.days.get(text)
        if found is None:
            if not text:
                raise FieldProblem("The date is missing.", "date")
            found = self.days[text] = read_day(text, self.order)
        return found

    def _read_codes(
        self, number: int, cells: Sequence[str], problems: list[RowProblem]
    ) -> tuple[Discipline | None, tuple[Said, ...]]:
        discipline: Discipline | None = None
        found: list[Said] = []
        try:
            if self.discipline is not None:
                discipline = read_discipline(_cell(cells, self.discipline))
            for spot in self.spots:
                said = _read_spot(spot, cells)
                if said is not None:
                    found.append(said)
        except FieldProblem as problem:
            problems.append(RowProblem(number, problem.field, problem.message))
        if discipline is None:
            words = (word for one in found for word in one.modifiers or ())
            discipline = next((_BY_MODIFIER[w] for w in words if w in _BY_MODIFIER), None)
        return discipline, tuple(found)


def row_reader(columns: ColumnMap) -> RowReader:
    """A reader of rows under a map that lacks nothing."""
    named = tuple(_column(columns, field) for field in _NAMED)
    day = _column(columns, Field.DATE) or 0
    spots = _code_spots(columns) + _group_spots(columns)
    discipline = _column(columns, Field.DISCIPLINE)
    return RowReader(named, day, discipline, tuple(spots), columns.dates, {})


def _column(columns: ColumnMap, field: Field, code: str = "", group: int = 0) -> int | None:
    found = (u.column for u in columns.of(field) if u.code == code and u.group == group)
    return next(found, None)


def _group_spots(columns: ColumnMap) -> list[_Spot]:
    """One spot for the code column of a long table, or one for each numbered group."""
    groups = dict.fromkeys(use.group for use in columns.of(Field.CODE))
    return [_spot(columns, "", group) for group in groups]


def _code_spots(columns: ColumnMap) -> list[_Spot]:
    codes = dict.fromkeys(use.code for use in columns.columns if use.code)
    return [_spot(columns, code, 0) for code in codes]


def _spot(columns: ColumnMap, code: str, group: int) -> _Spot:
    def at(field: Field) -> int | None:
        return _column(columns, field, code, group)

    modifiers = tuple(
        u.column for u in columns.of(Field.MODIFIERS) if u.code == code and u.group == group
    )
    return _Spot(
        None if code else at(Field.CODE),
        code,
        at(Field.MINUTES),
        at(Field.ASSISTANT),
        at(Field.TOGETHER),
        at(Field.UNITS),
        modifiers,
        at(Field.REGION),
        at(Field.SIDE),
    )


def _read_spot(spot: _Spot, cells: Sequence[str]) -> Said | None:
    """What is said of one code; None where a wide row says nothing of it."""
    code = spot.code
    behind: tuple[str, ...] = ()
    if spot.code_column is not None:
        code, behind = read_code(_cell(cells, spot.code_column))
        if not code:
            return None
    minutes = read_minutes(_cell(cells, spot.minutes), "minutes")
    assistant = read_minutes(_cell(cells, spot.assistant), "assistant_minutes")
    together = read_minutes(_cell(cells, spot.together), "together_minutes")
    units = read_units(_cell(cells, spot.units))
    if spot.code and not any((minutes, assistant, together, units)):
        return None
    if minutes is None and (assistant is not None or together is not None):
        minutes = 0
    words: tuple[str, ...] | None = behind or None
    if spot.modifiers:
        typed = " ".join(_cell(cells, at) for at in spot.modifiers)
        words = tuple(dict.fromkeys((*behind, *read_modifiers(typed))))
    return Said(
        code,
        minutes,
        assistant or 0,
        together or 0,
        units,
        words,
        _cell(cells, spot.region),
        read_side(_cell(cells, spot.side)),
    )


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column].strip() if column is not None and column < len(cells) else ""
