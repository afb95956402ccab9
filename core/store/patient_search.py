"""Finding patients while somebody types: by any word, last names first, then the latest seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.model.kinds import Sex
from core.model.patient import PatientRow
from core.store.rows import Row, all_rows, to_day
from core.store.search_words import typed_keys, typed_query

if TYPE_CHECKING:
    from sqlite_utils import Database

# The order needs narrow rows only: they come out of one covering index.
_FOUND = """
    SELECT p.id FROM patient_search s
    JOIN patients p INDEXED BY patients_order ON p.id = s.rowid
    WHERE patient_search MATCH :query
    ORDER BY (:key <> '' AND substr(p.name_key, 1, length(:key)) = :key
              OR :other <> '' AND substr(p.name_key, 1, length(:other)) = :other) DESC,
        p.active DESC, p.recent_on DESC, p.id DESC
    LIMIT :limit
"""
_RECENT = "SELECT id FROM patients ORDER BY active DESC, recent_on DESC, id DESC LIMIT :limit"
_SHOWN = """
    SELECT p.id, p.last_name, p.first_name, p.birth_date, p.sex, p.phone, p.account_number,
        p.active, c.member_id, y.name AS payer_name,
        (SELECT max(e.date) FROM encounters e
         WHERE e.patient_id = p.id AND e.state IN ('draft', 'complete')) AS last_visit
    FROM patients p
    LEFT JOIN coverages c ON c.id = (
        SELECT id FROM coverages WHERE patient_id = p.id AND rank = 'primary'
            AND (starts_on IS NULL OR starts_on <= ?) AND (ends_on IS NULL OR ends_on >= ?)
        ORDER BY starts_on DESC, id DESC LIMIT 1)
    LEFT JOIN payers y ON y.id = c.payer_id
    WHERE p.id = ?
"""


def search(db: Database, text: str, today: date, limit: int) -> tuple[PatientRow, ...]:
    """Patients that all words typed fit, best first; the most recent ones for a blank text."""
    query = typed_query(text)
    if not query and text.strip():
        return ()
    keys = [*typed_keys(text), "", ""]
    values = {"query": query, "key": keys[0], "other": keys[1], "limit": limit}
    found = all_rows(db, _FOUND, values) if query else all_rows(db, _RECENT, {"limit": limit})
    return by_ids(db, [row["id"] for row in found], today)


def by_ids(db: Database, ids: list[int], today: date) -> tuple[PatientRow, ...]:
    """Rows to show, in the order asked for; the coverage is the one in force today."""
    day = today.isoformat()
    return tuple(_shown(row) for number in ids for row in all_rows(db, _SHOWN, (day, day, number)))


def _shown(row: Row) -> PatientRow:
    return PatientRow(
        id=row["id"],
        list_name=f"{row['last_name']}, {row['first_name']}",
        birth_date=date.fromisoformat(row["birth_date"]),
        sex=Sex(row["sex"]),
        phone=row["phone"],
        payer_name=row["payer_name"] or "",
        member_id=row["member_id"] or "",
        account_number=row["account_number"],
        last_visit=to_day(row["last_visit"]),
        active=bool(row["active"]),
    )
