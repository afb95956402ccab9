"""Migration 8: authorisations and visit limits of a coverage; never edited afterwards.

Rows are never removed: an authorisation ends, a limit gets a last day.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"


def _day(name: str) -> str:
    return f"{name} TEXT CHECK ({name} IS NULL OR {name} {_DAY})"


STATEMENTS = (
    f"""CREATE TABLE authorisations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        coverage_id INTEGER NOT NULL REFERENCES coverages (id),
        discipline TEXT CHECK (discipline IN ('PT', 'OT', 'SLP', 'DC')),
        state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'denied', 'ended')),
        number TEXT NOT NULL CHECK (length(number) <= 50),
        {_day("starts_on")},
        {_day("ends_on")},
        visits INTEGER CHECK (visits BETWEEN 1 AND 999),
        units INTEGER CHECK (units BETWEEN 1 AND 9999),
        {_day("requested_on")},
        {_day("approved_on")},
        contact_name TEXT NOT NULL, contact_role TEXT NOT NULL,
        contact_phone TEXT NOT NULL, contact_fax TEXT NOT NULL,
        note TEXT NOT NULL CHECK (length(note) <= 500),
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
        CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on),
        CHECK (state NOT IN ('approved', 'ended') OR starts_on IS NOT NULL),
        CHECK (state <> 'ended' OR ends_on IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX authorisations_patient ON authorisations (patient_id)",
    "CREATE INDEX authorisations_coverage ON authorisations (coverage_id)",
    """CREATE TABLE authorisation_codes (
        authorisation_id INTEGER NOT NULL REFERENCES authorisations (id),
        position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 40),
        code TEXT NOT NULL CHECK (length(code) = 5),
        units INTEGER CHECK (units BETWEEN 1 AND 9999),
        PRIMARY KEY (authorisation_id, position), UNIQUE (authorisation_id, code)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE visit_limits (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        coverage_id INTEGER NOT NULL REFERENCES coverages (id),
        disciplines TEXT NOT NULL CHECK (disciplines <> ''),
        visits INTEGER NOT NULL CHECK (visits BETWEEN 1 AND 999),
        year_month INTEGER NOT NULL CHECK (year_month BETWEEN 1 AND 12),
        {_day("starts_on")},
        {_day("ends_on")},
        used_elsewhere INTEGER CHECK (used_elsewhere BETWEEN 0 AND 999),
        {_day("looked_up_on")},
        CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on),
        CHECK ((used_elsewhere IS NULL) = (looked_up_on IS NULL))
    ) STRICT""",
    "CREATE INDEX visit_limits_coverage ON visit_limits (coverage_id)",
)
