"""Removing one patient's whole record: the one act that takes signed rows out of the file.

The triggers that refuse it are dropped and made again, word for word, in the transaction that
removes the rows: a stop at any moment leaves both or neither. Those of the audit trail are not
among them.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.store.rows import scalar

if TYPE_CHECKING:
    from sqlite_utils import Database

    from core.store.practice_file import PracticeFile

_MINE = "(SELECT id FROM encounters WHERE patient_id = :id)"
_LINES = f"(SELECT id FROM service_lines WHERE encounter_id IN {_MINE})"  # noqa: S608 - our own words
_PLANS = "(SELECT id FROM plans_of_care WHERE patient_id = :id)"
_REPORTS = f"(SELECT id FROM plan_reports WHERE plan_id IN {_PLANS})"  # noqa: S608 - our own words
_FINDINGS = f"(SELECT id FROM audit_findings WHERE encounter_id IN {_MINE})"  # noqa: S608 - our own words
_COVERED = "(SELECT id FROM coverages WHERE patient_id = :id)"
_BY_ENCOUNTER = (
    "addenda", "minute_changes", "unsealings", "signatures", "sealed", "unsigned", "attestations",
    "refusals", "charges", "bills", "drafts", "notes", "note_versions", "encounter_diagnoses",
)  # fmt: skip
_OF_AUDITS = ("overpayments", "audit_items", "audit_findings")
_BY_PLAN = (
    "lymph_records", "plan_goals", "plan_certifications", "plan_reports", "plan_diagnoses",
    "plan_sends", "plan_contents",
)  # fmt: skip
_BY_PATIENT = (
    "plan_orders", "patient_files", "outcome_scores",
    "patient_payments", "disclosures", "documents", "encounters", "authorisations",
    "outside_use", "plans_of_care", "patient_diagnoses", "break_glass", "legal_holds",
)  # fmt: skip
# Table by table, what refers before what is referred to.
_ROWS: tuple[tuple[str, str], ...] = (
    ("service_line_intervals", f"service_line_id IN {_LINES}"),
    ("service_lines", f"encounter_id IN {_MINE}"),
    ("tasks", f"finding_id IN {_FINDINGS}"),
    ("finding_reviews", f"finding_id IN {_FINDINGS}"),
    *((table, f"encounter_id IN {_MINE}") for table in _OF_AUDITS),
    ("plan_report_goals", f"report_id IN {_REPORTS}"),
    *((table, f"plan_id IN {_PLANS}") for table in _BY_PLAN),
    ("document_encounters", f"encounter_id IN {_MINE}"),
    *((table, f"encounter_id IN {_MINE}") for table in _BY_ENCOUNTER),
    ("authorisation_codes", "authorisation_id IN (SELECT id FROM authorisations"
     " WHERE patient_id = :id)"),
    ("visit_limits", f"coverage_id IN {_COVERED}"),
    *((table, "patient_id = :id") for table in _BY_PATIENT),
    ("coverages", "patient_id = :id"),
    # Whose patient a reason typed into a question is about is not written down.
    ("kept_texts", "patient_id = :id OR form = 'question'"),
    ("patient_search", "rowid = :id"),
    ("patients", "id = :id"),
)  # fmt: skip
TABLES = frozenset(table for table, _ in _ROWS)
_GUARDS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE ON%'"
    " AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY name"
)


def guards(db: Database) -> tuple[tuple[str, str], ...]:
    """The triggers that keep a patient's rows from being removed: name and words."""
    found = db.execute(_GUARDS, (json.dumps(sorted(TABLES)),)).fetchall()
    return tuple((str(name), str(sql)) for name, sql in found)


def remove(file: PracticeFile, db: Database, patient_id: int) -> dict[str, int]:
    """Remove every row of a patient, inside the unit of work that is open; rows by table."""
    db.execute("PRAGMA secure_delete = ON")  # nothing stays in freed pages either
    db.execute("PRAGMA defer_foreign_keys = ON")
    removed: dict[str, int] = {}
    with file.removing() as guards:
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for table, mine in _ROWS:
            sql = f"DELETE FROM {table} WHERE {mine}"  # noqa: S608 - our own words
            count = int(db.execute(sql, {"id": patient_id}).rowcount)
            if count:
                removed[table] = count
        for _, sql in guards:
            db.execute(sql)
    db.execute("INSERT INTO patient_search (patient_search) VALUES ('optimize')")
    return removed


def keep_numbers(
    db: Database, patient_id: int, reason: str, kept_until: date, actor: str, now: datetime
) -> None:
    """Before the rows go: note what must not be given to anybody else, and who removed it why."""
    of_patient = {"id": patient_id}
    account = str(scalar(db, "SELECT account_number FROM patients WHERE id = :id", of_patient))
    db.execute(
        """INSERT INTO removals (
            patient_id, removed_at, removed_by, reason, kept_until, last_document, account_number)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            patient_id, now.isoformat(), actor, reason, kept_until.isoformat(),
            scalar(db, "SELECT max(number) FROM documents WHERE patient_id = :id", of_patient),
            int(account) if account.isascii() and account.isdigit() and len(account) < 10 else None,
        ),
    )  # fmt: skip
