"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be taken; `row` counts as a spreadsheet does, the header being row 1."""

    row: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of an import; with any problem nothing was written.

    `ignored` are the headers that name nothing this program keeps. `encoding` is how the
    file's bytes were read: cp1252 is a guess worth a look at the names.
    """

    rows: int
    added: int = 0
    updated: int = 0
    skipped: int = 0
    problems: tuple[RowProblem, ...] = ()
    encoding: str = ""
    ignored: tuple[str, ...] = ()
    dry_run: bool = True
