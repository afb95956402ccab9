"""Finding patients while somebody types: by any word, last names first, then the latest seen."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from core.model.kinds import Sex
from core.model.patient import PatientRow
from core.store.rows import Row, all_rows, scalar, to_day
from core.store.search_words import typed_keys, typed_query

if TYPE_CHECKING:
    from sqlite_utils import Database

# More hits than this are not sorted: patients are walked through in the order wanted instead.
_BROAD = 2_000
_LAST_CHARACTER = "\U0010ffff"

_COUNT = "SELECT count(*) FROM patient_search WHERE patient_search MATCH :query"
# The order needs narrow rows only: each of these three comes out of one covering index.
_SORTED = """
    SELECT p.id FROM patient_search s
    JOIN patients p INDEXED BY patients_order ON p.id = s.rowid
    WHERE patient_search MATCH :query
    ORDER BY (:key <> '' AND substr(p.name_key, 1, length(:key)) = :key
              OR :other <> '' AND substr(p.name_key, 1, length(:other)) = :other) DESC,
        p.active DESC, p.recent_on DESC, p.id DESC
    LIMIT :limit
"""
_OF_LAST_NAME = """
    SELECT id FROM patients INDEXED BY patients_name
    WHERE name_key >= :key AND name_key < :key || :last
        AND id IN (SELECT rowid FROM patient_search WHERE patient_search MATCH :query)
    ORDER BY active DESC, recent_on DESC, id DESC LIMIT :limit
"""
_WALKED = """
    SELECT id FROM patients INDEXED BY patients_recent
    WHERE id IN (SELECT rowid FROM patient_search WHERE patient_search MATCH :query)
    ORDER BY active DESC, recent_on DESC, id DESC LIMIT :limit
"""
_RECENT = "SELECT id FROM patients ORDER BY active DESC, recent_on DESC, id DESC LIMIT :limit"
_SHOWN = """
    SELECT p.id, p.last_name, p.first_name, p.birth_date, p.sex, p.phone, p.account_number,
        p.active, c.member_id, y.name AS payer_name,
        (SELECT max(e.date) FROM encounters e
         WHERE e.patient_id = p.id AND e.state IN ('draft', 'complete')) AS last_visit
    FROM json_each(:ids) asked JOIN patients p ON p.id = asked.value
    LEFT JOIN coverages c ON c.id = (
        SELECT id FROM coverages WHERE patient_id = p.id AND rank = 'primary'
            AND (starts_on IS NULL OR starts_on <= :day) AND (ends_on IS NULL OR ends_on >= :day)
        ORDER BY starts_on DESC, id DESC LIMIT 1)
    LEFT JOIN payers y ON y.id = c.payer_id
    ORDER BY asked.key
"""


def search(db: Database, text: str, today: date, limit: int) -> tuple[PatientRow, ...]:
    """Patients that all words typed fit, best first; the most recent ones for a blank text."""
    query = typed_query(text)
    if query:
        return by_ids(db, _find(db, query, typed_keys(text), limit), today)
    return () if text.strip() else by_ids(db, _ids(db, _RECENT, {"limit": limit}), today)


def _find(db: Database, query: str, keys: list[str], limit: int) -> list[int]:
    first, second = [*keys, "", ""][:2]
    values = {"query": query, "key": first, "other": second, "limit": limit}
    if scalar(db, _COUNT, values) <= _BROAD:
        return _ids(db, _SORTED, values)
    found: dict[int, None] = {}
    for key in filter(None, (first, second)):
        named = values | {"key": key, "last": _LAST_CHARACTER}
        found.update(dict.fromkeys(_ids(db, _OF_LAST_NAME, named)))
    if len(found) < limit:
        found.update(dict.fromkeys(_ids(db, _WALKED, values)))
    return list(found)[:limit]


def _ids(db: Database, sql: str, values: dict[str, object]) -> list[int]:
    return [row["id"] for row in all_rows(db, sql, values)]


def by_ids(db: Database, ids: list[int], today: date) -> tuple[PatientRow, ...]:
    """Rows to show, in the order asked for; the coverage is the one in force today."""
    values = {"ids": json.dumps(ids), "day": today.isoformat()}
    return tuple(_shown(row) for row in all_rows(db, _SHOWN, values))


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
