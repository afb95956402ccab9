"""Columns of patients found, and of lines of an import that were refused."""

from __future__ import annotations

from core.model.kinds import Sex
from core.model.patient import PatientRow
from core.model.typed_dates import say_date
from ui.models.row_table import Column

SEX_WORDS = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.UNKNOWN: "–"}


def last_visit_text(row: PatientRow) -> str:
    """The day of the last visit, or that there was none."""
    return say_date(row.last_visit) if row.last_visit else "No visit yet"


def _quiet(row: PatientRow) -> str:
    return "" if row.last_visit else "muted"


PATIENT_COLUMNS = (
    Column[PatientRow](
        "Name",
        lambda row: row.list_name if row.active else f"{row.list_name} (inactive)",
        170,
        strong=True,
        grow=3,
        kind=lambda row: "" if row.active else "muted",
    ),
    Column[PatientRow]("Date of birth", lambda row: say_date(row.birth_date), 116),
    Column[PatientRow]("Sex", lambda row: SEX_WORDS[row.sex], 48),
    Column[PatientRow]("Phone", lambda row: row.phone, 128, grow=1),
    Column[PatientRow]("Payer", lambda row: row.payer_name or "Self-pay", 170, grow=2),
    Column[PatientRow]("Member ID", lambda row: row.member_id, 130, grow=1),
    Column[PatientRow]("Account", lambda row: row.account_number, 92),
    Column[PatientRow]("Last visit", last_visit_text, 116, kind=_quiet),
)
