"""CMS's quarterly limits of units (MUE) become one limit for each code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from core.imports.outside_files import OutsideFile, refuse
from core.imports.quarters import settings_in
from core.imports.tabular import cell, find_columns, plain, table_rows
from core.model.kinds import Setting
from core.rules.edit_tables import UnitLimit

_CODE = re.compile(r"[0-9A-Z]{5}")
_HEADINGS = {
    "code": ("hcpcscptcode", "cpthcpcscode", "hcpcscode"),
    "units": ("muevalues", "muevalue"),
    "mai": ("mueadjudicationindicator",),
}
_MOST_UNITS = 1_000_000
_MOST_HEAD = 50


class MueRows(NamedTuple):
    """The limits by code, and the setting the heading names, if any."""

    limits: dict[str, UnitLimit]
    settings: frozenset[Setting]


def read_mue(file: OutsideFile) -> MueRows:
    """Every limit of the file; raises UserProblem for another file or a row that is cut."""
    rows = table_rows(file)
    columns, settings = _heading(file, rows)
    limits: dict[str, UnitLimit] = {}
    for number, row in enumerate(rows, 1):
        if not any(value.strip() for value in row):
            continue
        code, units = cell(row, columns["code"]).upper(), cell(row, columns["units"])
        mai = cell(row, columns["mai"])[:1]
        good = _CODE.fullmatch(code) and units.isdigit() and mai in ("1", "2", "3")
        if not good or int(units) > _MOST_UNITS:
            refuse(
                file.name,
                f"has a row that is not a limit of units, the {number:,}th below the heading. "
                "It may have been cut off or changed; download it again.",
            )
        limits[code] = UnitLimit(int(units), int(mai))
    if not limits:
        refuse(file.name, "holds no limit of units.")
    return MueRows(limits, settings)


def _heading(
    file: OutsideFile, rows: Iterator[list[str]]
) -> tuple[dict[str, int], frozenset[Setting]]:
    """The columns by the heading's words, wherever it stands among the first rows."""
    row: list[str] = []
    columns: dict[str, int] = {}
    for row in islice(rows, _MOST_HEAD):
        columns = find_columns([plain(value) for value in row], _HEADINGS)
        if len(columns) == len(_HEADINGS):
            break
        if _looks_like_pairs(row):
            refuse(file.name, "seems to be a table of code pairs (NCCI), not of unit limits.")
    if len(columns) < len(_HEADINGS):
        refuse(file.name, "is not CMS's table of unit limits (MUE): its heading was not found.")
    return columns, settings_in(" ".join(row))


def _looks_like_pairs(row: list[str]) -> bool:
    words = plain(" ".join(row))
    return "ptpedit" in words or "column1column2" in words
