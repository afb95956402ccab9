"""The grid of services as texts, and what they mean: pure, without Qt.

A row keeps the text of every cell, so that nothing typed is lost; reading it gives the engine's
service and one sentence for each cell that cannot be read.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from core.model.clock_changes import clock_change_problem
from core.model.encounter import Interval, Service
from core.model.kinds import Discipline, Side, Who
from core.model.typed_minutes import (
    MINUTES_OF_DAY,
    NotMinutes,
    TypedMinutes,
    overlap,
    read_intervals,
    read_minutes,
    write_interval,
    write_intervals,
)

LETTERS = "ABCDEFGHIJKL"
MOST_POINTERS = 4
MOST_UNITS = 99
LONGEST_REGION = 80


class Column(IntEnum):
    """Columns of the grid, in the order the Tab key takes."""

    CODE = 0
    SERVICE = 1
    THERAPIST = 2
    ASSISTANT = 3
    TOGETHER = 4
    REGION = 5
    SIDE = 6
    CLOCK = 7
    POINTERS = 8
    UNITS = 9


MINUTE_COLUMNS: Mapping[Column, Who] = {
    Column.THERAPIST: Who.THERAPIST,
    Column.ASSISTANT: Who.ASSISTANT,
    Column.TOGETHER: Who.TOGETHER,
}
_COLUMN_OF = {who: column for column, who in MINUTE_COLUMNS.items()}
_FIELDS: Mapping[Column, str] = {
    Column.CODE: "code",
    Column.THERAPIST: "therapist",
    Column.ASSISTANT: "assistant",
    Column.TOGETHER: "together",
    Column.REGION: "region",
    Column.SIDE: "side",
    Column.CLOCK: "clock",
    Column.POINTERS: "pointers",
    Column.UNITS: "units",
}
_SIDES = {
    **{side.value[:count]: side for side in Side for count in range(1, len(side.value) + 1)},
    "both": Side.BILATERAL,
}


@dataclass(frozen=True, slots=True)
class RowTexts:
    """What stands in the cells of one row; `kept` are parts of the service without a cell."""

    code: str = ""
    therapist: str = ""
    assistant: str = ""
    together: str = ""
    region: str = ""
    side: str = ""
    clock: str = ""
    pointers: str = ""
    units: str = ""
    kept: Service | None = None

    def text(self, column: Column) -> str:
        """The text of one cell; the service column has none of its own."""
        name = _FIELDS.get(column)
        return str(getattr(self, name)) if name else ""

    def with_text(self, column: Column, text: str) -> RowTexts:
        """The row with another text in one cell."""
        return replace(self, **{_FIELDS[column]: text})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be read, with its sentence; `unfinished` while it is being typed."""

    row: int
    column: Column
    message: str
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as the engine gets it; cells that cannot be read are left out."""

    service: Service
    pointers: str
    problems: tuple[Problem, ...]


def apply_typed(row: RowTexts, column: Column, text: str) -> RowTexts:
    """The row after a text was typed into a cell: sums done, times spread over their cells.

    A text that cannot be read stays as it was typed.
    """
    if column in MINUTE_COLUMNS:
        return _apply_minutes(row, column, text)
    if column is Column.CLOCK:
        return _apply_clock(row, text)
    if column is Column.POINTERS:
        return row.with_text(column, "".join(text.upper().replace(",", "").split()))
    if column is Column.SIDE:
        side = _SIDES.get(text.strip().lower())
        return row.with_text(column, side.value if side else text.strip())
    return row.with_text(column, text.strip())


def _apply_minutes(row: RowTexts, column: Column, text: str) -> RowTexts:
    read = read_minutes(text, MINUTE_COLUMNS[column])
    if isinstance(read, NotMinutes):
        return row.with_text(column, text.strip())
    if not text.strip():
        return row.with_text(column, "")
    target = _COLUMN_OF[read.who]
    minutes = read.minutes
    if read.adds:
        held = read_minutes(row.text(target), read.who)
        minutes += held.minutes if isinstance(held, TypedMinutes) else 0
        if minutes > MINUTES_OF_DAY:
            return row.with_text(column, text.strip())
    if read.interval is not None:
        row = row.with_text(Column.CLOCK, _times_with(row, read.interval, adds=read.adds))
    return row.with_text(target, str(minutes))


def _times_with(row: RowTexts, new: Interval, *, adds: bool) -> str:
    held = read_intervals(row.clock)
    if isinstance(held, NotMinutes):
        return write_interval(new)
    others = tuple(one for one in held if adds or one.who is not new.who)
    times = sorted((*others, new), key=lambda one: (one.start, one.end))
    return write_intervals(tuple(times))


def _apply_clock(row: RowTexts, text: str) -> RowTexts:
    times = read_intervals(text)
    if isinstance(times, NotMinutes):
        return row.with_text(Column.CLOCK, text.strip())
    row = row.with_text(Column.CLOCK, write_intervals(times))
    for who in {one.who for one in times}:
        minutes = sum(one.minutes for one in times if one.who is who)
        row = row.with_text(_COLUMN_OF[who], str(minutes))
    return row


def read_rows(
    rows: tuple[RowTexts, ...],
    diagnoses: int,
    discipline: Discipline,
    unattended: Container[str] = (),
    day: date | None = None,
) -> tuple[tuple[ReadRow, ...], tuple[Problem, ...]]:
    """Read every row, and find times that put one clinician into two rows at once.

    `diagnoses` is how many letters there are to point to; `unattended` are codes that need no
    clinician beside the patient; `day` is looked at for the nights on which clocks are set.
    """
    read = [_read_row(place, row, diagnoses, discipline) for place, row in enumerate(rows)]
    problems = [problem for one in read for problem in one.problems]
    nights = _clock_changes(read, day) if day else []
    return tuple(read), (*problems, *nights, *_overlaps(read, unattended))


def _read_row(place: int, row: RowTexts, diagnoses: int, discipline: Discipline) -> ReadRow:
    problems: list[Problem] = []
    minutes = {who: _minutes(place, row, column, discipline, problems)
               for column, who in MINUTE_COLUMNS.items()}  # fmt: skip
    kept = row.kept or Service(row.code)
    service = replace(
        kept,
        code=row.code.strip().upper(),
        minutes=minutes[Who.THERAPIST],
        assistant_minutes=minutes[Who.ASSISTANT],
        together_minutes=minutes[Who.TOGETHER],
        region=_region(place, row, problems),
        side=_side(place, row, problems),
        intervals=_times(place, row, problems),
        units=_units(place, row, problems),
    )
    pointers = _pointers(place, row, diagnoses, problems)
    return ReadRow(service, pointers, tuple(problems))


def _minutes(
    place: int, row: RowTexts, column: Column, discipline: Discipline, problems: list[Problem]
) -> int:
    read = read_minutes(row.text(column), MINUTE_COLUMNS[column])
    if isinstance(read, NotMinutes):
        problems.append(Problem(place, column, read.message, read.unfinished))
        return 0
    if read.adds:
        problems.append(Problem(place, column, "A day has 1,440 minutes: this adds up to more."))
        return 0
    if read.minutes and column is not Column.THERAPIST and not has_assistants(discipline):
        message = f"{discipline.value} sessions have no assistant minutes. Type them without a."
        problems.append(Problem(place, Column.THERAPIST, message))
        return 0
    return read.minutes


def _region(place: int, row: RowTexts, problems: list[Problem]) -> str:
    if len(row.region) > LONGEST_REGION:
        message = f"The region is longer than {LONGEST_REGION} letters. Put details into the note."
        problems.append(Problem(place, Column.REGION, message))
        return ""
    return row.region.strip()


def _side(place: int, row: RowTexts, problems: list[Problem]) -> Side | None:
    text = row.side.strip().lower()
    if text and text not in _SIDES:
        message = f"“{row.side[:20]}” is no side. Type left, right, bilateral or central."
        problems.append(Problem(place, Column.SIDE, message))
    return _SIDES.get(text)


def _times(place: int, row: RowTexts, problems: list[Problem]) -> tuple[Interval, ...]:
    times = read_intervals(row.clock)
    if isinstance(times, NotMinutes):
        problems.append(Problem(place, Column.CLOCK, times.message, times.unfinished))
        return ()
    return times


def _units(place: int, row: RowTexts, problems: list[Problem]) -> int | None:
    text = row.units.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 4 and 0 <= int(text) <= MOST_UNITS:
        return int(text)
    message = f"“{text[:20]}” is no number of units. Type a whole number up to {MOST_UNITS}."
    problems.append(Problem(place, Column.UNITS, message))
    return None


def _pointers(place: int, row: RowTexts, diagnoses: int, problems: list[Problem]) -> str:
    known = LETTERS[:diagnoses]
    text = row.pointers.strip().upper()
    if not text:
        return known[:MOST_POINTERS]
    wrong = [letter for letter in text if letter not in known]
    if wrong:
        have = f"There are {known[0]} to {known[-1]}." if len(known) > 1 else (
            "There is only A." if known else "Add a diagnosis first."
        )  # fmt: skip
        message = f"“{wrong[0]}” points to no diagnosis of this session. {have}"
        problems.append(Problem(place, Column.POINTERS, message))
    elif len(text) > MOST_POINTERS or len(set(text)) < len(text):
        message = f"A line points to up to {MOST_POINTERS} different diagnoses, like ABC."
        problems.append(Problem(place, Column.POINTERS, message))
    else:
        return text
    return "".join(dict.fromkeys(letter for letter in text if letter in known))[:MOST_POINTERS]


def _clock_changes(read: list[ReadRow], day: date) -> list[Problem]:
    told = [
        (place, clock_change_problem(one, day))
        for place, row in enumerate(read)
        for one in row.service.intervals
    ]
    return [Problem(place, Column.CLOCK, message) for place, message in told if message]


def _overlaps(read: list[ReadRow], unattended: Container[str]) -> list[Problem]:
    stretches = [
        (one, place)
        for place, row in enumerate(read)
        for one in row.service.intervals
        if row.service.code not in unattended
    ]
    stretches.sort(key=lambda pair: (pair[0].start, pair[1]))
    problems = []
    for after, (second, place) in enumerate(stretches):
        for first, other in stretches[:after]:
            if other != place and overlap(first, second):
                message = (
                    f"{write_interval(second)} overlaps {read[other].service.code} at "
                    f"{write_interval(first)}: one clinician cannot do both. Correct the times."
                )
                problems.append(Problem(place, Column.CLOCK, message))
                break
    return problems


def has_assistants(discipline: Discipline) -> bool:
    """Whether a discipline has assistants who treat under a therapist: PTA and OTA."""
    return discipline in (Discipline.PT, Discipline.OT)


def minute_header(discipline: Discipline, column: Column) -> str:
    """`PT min`, `PTA min`, `Together`."""
    if column is Column.TOGETHER:
        return "Together"
    assistant = "A" if column is Column.ASSISTANT else ""
    return f"{discipline.value}{assistant} min"


def row_of(service: Service, pointers: str, diagnoses: int) -> RowTexts:
    """A kept service as the texts a person reads and edits."""
    every = LETTERS[:diagnoses][:MOST_POINTERS]
    return RowTexts(
        code=service.code,
        therapist=str(service.minutes or ""),
        assistant=str(service.assistant_minutes or ""),
        together=str(service.together_minutes or ""),
        region=service.region,
        side=service.side.value if service.side else "",
        clock=write_intervals(service.intervals),
        pointers="" if pointers == every else pointers,
        units="" if service.units is None else str(service.units),
        kept=service,
    )
