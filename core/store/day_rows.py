"""Which encounters of a patient count beside one: the same day's, and the year's before it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from core.model.kinds import Discipline
from core.store.rows import all_rows, scalar, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class PastBill:
    """An earlier complete encounter's id and its kept bill, as plain JSON values."""

    encounter_id: int
    body: dict[str, Any]


def beside(
    db: Database, patient_id: int, day: date, coverage_id: int | None, but: int | None
) -> tuple[int, ...]:
    """The patient's other encounters of a day with services, under the same coverage."""
    rows = all_rows(
        db,
        "SELECT id FROM encounters WHERE patient_id = ? AND date = ? AND coverage_id IS ?"
        " AND state IN ('draft', 'complete') AND codes <> '' AND id IS NOT ? ORDER BY id",
        (patient_id, day.isoformat(), coverage_id, but),
    )
    return tuple(row["id"] for row in rows)


def year_before(
    db: Database,
    patient_id: int,
    day: date,
    profile: str,
    disciplines: Iterable[Discipline],
    but: int | None,
) -> tuple[PastBill, ...]:
    """The bills of complete encounters of the day's year before it, under one rule profile."""
    wanted = {one.value for one in disciplines}
    rows = all_rows(
        db,
        "SELECT e.id, e.discipline, b.body FROM encounters e JOIN bills b ON b.encounter_id = e.id"
        " WHERE e.patient_id = ? AND e.date >= ? AND e.date < ? AND e.state = 'complete'"
        " AND e.profile = ? AND e.id IS NOT ? ORDER BY e.date, e.id",
        (patient_id, f"{day.year}-01-01", day.isoformat(), profile, but),
    )
    return tuple(
        PastBill(row["id"], json.loads(row["body"])) for row in rows if row["discipline"] in wanted
    )


def first_treatment(
    db: Database, patient_id: int, discipline: Discipline, since: date, until: date
) -> date | None:
    """The first day of treatment from a plan's start on."""
    found = scalar(
        db,
        "SELECT min(date) FROM encounters WHERE patient_id = ? AND discipline = ?"
        " AND date BETWEEN ? AND ? AND state IN ('draft', 'complete')",
        (patient_id, discipline.value, since.isoformat(), until.isoformat()),
    )
    return to_day(found)


def treatment_days(
    db: Database, patient_id: int, discipline: Discipline, since: date, before: date
) -> int:
    """Days with treatment from a plan's start on, before a day; several visits a day count once."""
    found = scalar(
        db,
        "SELECT count(DISTINCT date) FROM encounters WHERE patient_id = ? AND discipline = ?"
        " AND date >= ? AND date < ? AND state IN ('draft', 'complete')",
        (patient_id, discipline.value, since.isoformat(), before.isoformat()),
    )
    return int(found)


def set_choices(db: Database, encounter_id: int, choose: dict[int, str]) -> None:
    """Keep the answers to ties that the day's encounters share."""
    text = json.dumps({str(number): code for number, code in sorted(choose.items())})
    db.execute("UPDATE encounters SET choices = ? WHERE id = ?", (text, encounter_id))


def set_bill_summary(db: Database, encounter_id: int, units: int, alerts: int, book: str) -> None:
    """Keep what lists show of a bill that was counted anew."""
    db.execute(
        "UPDATE encounters SET units = ?, alerts = ?, rulebook = ? WHERE id = ?",
        (units, alerts, book, encounter_id),
    )
