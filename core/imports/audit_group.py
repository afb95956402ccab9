"""Rows of an export gathered into encounters, one part of the file's patients at a time.

A part holds whole patients, so rows of one encounter are found together wherever they stand in the
file; memory is that of one part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from zlib import crc32

from core.audit.record import AuditedEncounter, AuditedService, BilledLine
from core.imports.audit_columns import ColumnMap, Field
from core.imports.audit_rows import FileRow, Said, row_reader
from core.imports.audit_table import AuditFile, Broken, file_rows
from core.imports.import_report import RowProblem
from core.model.kinds import Discipline

_BROKEN = "A quotation mark is never closed, or a cell is far too long."
_NO_DISCIPLINE = Discipline.PT
_Key = tuple[str, date, str]
Match = Callable[[str], tuple[str, str, bool]]  # name -> profile, class, whether it was matched


@dataclass(slots=True)
class Part:
    """What was read of one part: rows in error, what was assumed, and how many rows there were.

    `unmatched` are payers' names that no profile is known by, with their encounters.
    """

    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0
    unmatched: dict[str, int] = field(default_factory=dict)
    no_discipline: int = 0


def read_part(
    file: AuditFile,
    columns: ColumnMap,
    part: int,
    parts: int,
    match: Match,
    step: Callable[[int], None],
    found: Part,
) -> Iterator[AuditedEncounter]:
    """The encounters of one part's patients, each patient's in order of their days.

    `step` is told how many rows were kept since last time; it may raise to stop. `found` is whole
    once the last encounter is taken.
    """
    reader = row_reader(columns)
    groups: dict[_Key, list[FileRow]] = {}
    at, kept = reader.patient, 0
    for number, cells in file_rows(file):
        if isinstance(cells, Broken):
            if part == 0:
                found.rows += 1
                found.problems.append(RowProblem(number, "row", _BROKEN))
            continue
        if _part_of(cells, at, parts) != part or not any(cells):
            continue
        found.rows += 1
        kept += 1
        if not kept % 2_000:
            step(2_000)
        row = reader.read(number, cells)
        if isinstance(row, list):
            found.problems += row
        else:
            key = (row.patient.casefold(), row.day, row.clinician.casefold())
            groups.setdefault(key, []).append(row)
    step(kept % 2_000)
    yield from _gather(found, groups, columns, match)


def _part_of(cells: Sequence[str], column: int, parts: int) -> int:
    if parts == 1:
        return 0
    key = cells[column] if column < len(cells) else ""
    return crc32(key.strip().casefold().encode("utf-8", "replace")) % parts


def _gather(
    found: Part,
    groups: dict[_Key, list[FileRow]],
    columns: ColumnMap,
    match: Match,
) -> Iterator[AuditedEncounter]:
    people_told = columns.has(Field.ASSISTANT)
    billed_told = columns.has(Field.UNITS)
    for key in sorted(groups, key=lambda k: (k[0], k[1], groups[k][0].number)):
        for discipline, rows in _by_discipline(groups.pop(key)):
            if discipline is None:
                found.no_discipline += 1
            yield _encounter(
                rows, discipline or _NO_DISCIPLINE, found, match,
                people_told=people_told, billed_told=billed_told,
            )  # fmt: skip


def _by_discipline(
    rows: list[FileRow],
) -> Iterator[tuple[Discipline | None, list[FileRow]]]:
    """Rows by discipline; those that tell none go with the first that does."""
    told = list(dict.fromkeys(row.discipline for row in rows if row.discipline is not None))
    if len(told) < 2:
        yield (told[0] if told else None), rows
        return
    for discipline in told:
        yield (
            discipline,
            [row for row in rows if (row.discipline or told[0]) is discipline],
        )


def _encounter(
    rows: list[FileRow],
    discipline: Discipline,
    found: Part,
    match: Match,
    *,
    people_told: bool,
    billed_told: bool,
) -> AuditedEncounter:
    first = rows[0]
    name = next((row.payer for row in rows if row.payer), "")
    profile, payer_class, known = match(name)
    if not known:
        found.unmatched[name] = found.unmatched.get(name, 0) + 1
    said = [one for row in rows for one in row.said]
    return AuditedEncounter(
        id=next((row.id for row in rows if row.id), "") or f"row {first.number}",
        date=first.day,
        patient=first.patient,
        payer=profile,
        clinician=first.clinician,
        discipline=discipline,
        services=tuple(_service(one) for one in said),
        billed=tuple(_line(one) for one in said) if billed_told else None,
        payer_name=name,
        payer_class=payer_class,
        note=_note(rows),
        people_told=people_told,
        row=first.number,
    )


def _service(one: Said) -> AuditedService:
    return AuditedService(one.code, one.minutes, one.assistant, one.together, one.region, one.side)


def _line(one: Said) -> BilledLine:
    return BilledLine(one.code, one.units, one.modifiers)


def _note(rows: list[FileRow]) -> str | None:
    """The note, once where every line of the visit repeats it; None where no column holds it."""
    told = [row.note for row in rows if row.note is not None]
    return "\n".join(dict.fromkeys(text for text in told if text)) if told else None
