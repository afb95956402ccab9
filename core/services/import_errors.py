"""Rows an import refused, written out with what is wrong, to be mended and tried again."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from core.errors import UserProblem
from core.imports.delimited import read_table
from core.imports.import_report import RowProblem

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-][\d\s().\-]+")


def write_rows_in_error(source: Path, problems: tuple[RowProblem, ...], target: Path) -> int:
    """Write the refused rows of `source` to `target` with a column of problems; returns how many.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    Raises UserProblem when the target cannot be written.
    """
    wrong: dict[int, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.row, []).append(problem.message)
    table = read_table(source, lambda header: True)
    rows = [(number, cells) for number, cells in table.rows if number in wrong]
    if target.resolve() == source.resolve():
        raise UserProblem("Choose another name: your own list must stay as it is.")
    try:
        with target.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([*map(_safe, table.header), "problem"])
            for number, cells in rows:
                writer.writerow([*map(_safe, cells), _safe(" ".join(wrong[number]))])
    except OSError as error:
        raise UserProblem(
            "The file could not be written. Choose another folder, or close the file if it is open."
        ) from error
    return len(rows)


def _safe(cell: str) -> str:
    risky = cell.startswith(_STARTS_FORMULA) and not _PLAIN_NUMBER.fullmatch(cell)
    return f"'{cell}" if risky else cell
