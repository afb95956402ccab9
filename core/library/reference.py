"""The reference library: public tables in plain SQLite, replaced whole and never edited in place.

It holds no patient data and is in no backup: it can be built again from its sources.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.errors import DataProblem
from core.library.building import building
from core.model.patient import Diagnosis, Icd10Code

_CODE_LIKE = re.compile(r"^[A-Za-z]\d[0-9A-Za-z]?\.?[0-9A-Za-z]{0,4}$")
_WORD = re.compile(r"\w+")
_THERAPY_CHAPTERS = (
    "MGSRIZ"  # shown first: musculoskeletal, nerves, injuries, signs, vessels, status
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One fiscal year's ICD-10-CM table: in force 1 October to 30 September."""

    fiscal_year: int
    source: str
    codes: int = 0

    @property
    def known_from(self) -> date:
        """First day of the fiscal year."""
        return date(self.fiscal_year - 1, 10, 1)

    @property
    def known_to(self) -> date:
        """Last day of the fiscal year."""
        return date(self.fiscal_year, 9, 30)


class ReferenceLibrary:
    """Searches the reference library read-only; a missing file answers nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    def reopen(self) -> None:
        """Let go of the file, so that the next search sees a replaced one."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def editions(self) -> tuple[Edition, ...]:
        """The ICD-10-CM tables on hand, newest first."""
        rows = self._rows(
            "SELECT fiscal_year, source, codes FROM icd10_editions ORDER BY fiscal_year DESC"
        )
        return tuple(Edition(int(year), str(source), int(codes)) for year, source, codes in rows)

    def icd10_note(self, day: date) -> str:
        """Say when no table is known for a day; empty when one is."""
        editions = self.editions()
        if not editions:
            return "No ICD-10-CM table is loaded: codes are not checked."
        if _edition_on(editions, day):
            return ""
        newest = editions[0]
        return (
            f"The newest ICD-10-CM table on this PC is of fiscal year {newest.fiscal_year}; "
            f"codes are not checked for {day:%d %b %Y}. Import the CMS file of that year."
        )

    def icd10_find(self, code: str, day: date) -> Diagnosis | None:
        """The billable code of the table in force on a day, or None."""
        edition = _edition_on(self.editions(), day)
        if edition is None:
            return None
        rows = self._rows(
            "SELECT code, description FROM icd10_codes WHERE fiscal_year = ? AND code = ?",
            (edition.fiscal_year, code.upper().replace(".", "")),
        )
        return Diagnosis(*rows[0]) if rows else None

    def icd10_search(self, text: str, day: date, limit: int = 20) -> tuple[Diagnosis, ...]:
        """Codes that begin with the text, then those whose description has all its words.

        Searches the table of the day, or the newest one when none is known for it
        (`icd10_note` says so).
        """
        editions = self.editions()
        edition = _edition_on(editions, day) or (editions[0] if editions else None)
        words = _WORD.findall(text.lower())
        if edition is None or not words:
            return ()
        hits: dict[str, str] = {}
        if _CODE_LIKE.match(text.strip()):
            hits.update(self._by_code(text.strip(), edition, limit))
        if len(hits) < limit:
            hits.update(self._by_words(words, edition, limit))
        return tuple(Diagnosis(code, description) for code, description in hits.items())[:limit]

    def _by_code(self, text: str, edition: Edition, limit: int) -> list[tuple[Any, ...]]:
        prefix = text.upper().replace(".", "")
        return self._rows(
            "SELECT code, description FROM icd10_codes"
            " WHERE fiscal_year = ? AND code >= ? AND code < ? ORDER BY code LIMIT ?",
            (edition.fiscal_year, prefix, prefix + "\uffff", limit),
        )

    def _by_words(self, words: list[str], edition: Edition, limit: int) -> list[tuple[Any, ...]]:
        match = " ".join(f'"{word}"*' for word in words)
        return self._rows(
            "SELECT c.code, c.description FROM icd10_words w JOIN icd10_codes c ON c.id = w.rowid"
            " WHERE icd10_words MATCH ? AND c.fiscal_year = ?"
            " ORDER BY substr(c.code, 7) = 'S', instr(?, substr(c.code, 1, 1)) = 0,"
            " length(c.description), c.code LIMIT ?",
            (match, edition.fiscal_year, _THERAPY_CHAPTERS, limit),
        )

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            if self._connection is None:
                if not self.path.is_file() or not self.path.stat().st_size:
                    return []
                self._connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self.reopen()
            raise DataProblem(
                "The reference library cannot be read. Patient data is not touched; "
                "import the ICD-10-CM table again to build it anew."
            ) from error


def _edition_on(editions: tuple[Edition, ...], day: date) -> Edition | None:
    return next((e for e in editions if e.known_from <= day <= e.known_to), None)


def write_icd10(path: Path, edition: Edition, codes: Iterable[Icd10Code]) -> Edition:
    """Add or replace one fiscal year's table; every other table is kept.

    Whatever fails leaves the library as it was. Returns the edition with its count.
    """
    with building(path) as connection:
        _clear_year(connection, edition.fiscal_year)
        since, until = edition.known_from.isoformat(), edition.known_to.isoformat()
        connection.execute(
            "INSERT INTO icd10_editions VALUES (?, ?, ?, ?, 0)",
            (edition.fiscal_year, since, until, edition.source),
        )
        # Never all of them at once: the window that runs beside this would stay as large.
        connection.executemany(
            "INSERT OR IGNORE INTO icd10_codes (fiscal_year, code, description, also)"
            " VALUES (?, ?, ?, ?)",
            ((edition.fiscal_year, c.code, c.description, c.also) for c in codes),
        )
        of_year = (edition.fiscal_year,)
        connection.execute(
            "UPDATE icd10_editions SET codes ="
            " (SELECT count(*) FROM icd10_codes WHERE fiscal_year = ?) WHERE fiscal_year = ?",
            of_year * 2,
        )
        found = connection.execute(
            "SELECT codes FROM icd10_editions WHERE fiscal_year = ?", of_year
        )
        count = int(found.fetchone()[0])
        connection.execute("INSERT INTO icd10_words (icd10_words) VALUES ('rebuild')")
    return Edition(edition.fiscal_year, edition.source, count)


def _clear_year(connection: sqlite3.Connection, year: int) -> None:
    connection.execute("DELETE FROM icd10_codes WHERE fiscal_year = ?", (year,))
    connection.execute("DELETE FROM icd10_editions WHERE fiscal_year = ?", (year,))
