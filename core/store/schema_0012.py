"""Migration 12: disclosures, legal holds and what was removed; never edited afterwards.

Rows stay: a disclosure entered in error is taken back with a reason, a hold is lifted. What was
removed leaves the numbers that must not be given again, and no name.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_ABORT = "BEGIN SELECT RAISE(ABORT, 'what was disclosed is not changed'); END"
_FIXED = (
    "patient_id", "disclosed_on", "recipient", "address", "fax", "what", "purpose", "way",
    "document_id", "person_id", "recorded_by", "recorded_at",
)  # fmt: skip
_CHANGED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FIXED)

STATEMENTS = (
    f"""CREATE TABLE disclosures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        disclosed_on TEXT NOT NULL CHECK (disclosed_on {_DAY}),
        recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 1 AND 500),
        address TEXT NOT NULL CHECK (length(address) <= 500),
        fax TEXT NOT NULL CHECK (length(fax) <= 40),
        what TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 500),
        purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 500),
        way TEXT NOT NULL
            CHECK (way IN ('handed', 'mail', 'fax', 'email', 'portal', 'phone', 'other')),
        document_id INTEGER REFERENCES documents (id),
        person_id INTEGER NOT NULL REFERENCES people (id),
        recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
        recorded_at TEXT NOT NULL,
        taken_back TEXT CHECK (length(taken_back) BETWEEN 1 AND 500),
        taken_back_by TEXT, taken_back_at TEXT,
        CHECK ((taken_back IS NULL) = (taken_back_by IS NULL)
            AND (taken_back IS NULL) = (taken_back_at IS NULL))
    ) STRICT""",
    "CREATE INDEX disclosures_patient ON disclosures (patient_id, disclosed_on)",
    f"""CREATE TRIGGER disclosures_no_update BEFORE UPDATE ON disclosures
        WHEN OLD.taken_back IS NOT NULL OR {_CHANGED} {_ABORT}""",
    f"CREATE TRIGGER disclosures_no_delete BEFORE DELETE ON disclosures {_ABORT}",
    """CREATE TABLE legal_holds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        set_at TEXT NOT NULL, set_by TEXT NOT NULL CHECK (set_by <> ''),
        lifted_at TEXT, lifted_by TEXT, lifted_why TEXT,
        CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
    ) STRICT""",
    """CREATE UNIQUE INDEX legal_holds_one ON legal_holds (patient_id)
       WHERE lifted_at IS NULL""",
    f"""CREATE TABLE removals (
        patient_id INTEGER PRIMARY KEY,
        removed_at TEXT NOT NULL, removed_by TEXT NOT NULL CHECK (removed_by <> ''),
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        kept_until TEXT NOT NULL CHECK (kept_until {_DAY}),
        last_document INTEGER,
        account_number INTEGER
    ) STRICT""",
    """CREATE TRIGGER removals_no_update BEFORE UPDATE ON removals
       BEGIN SELECT RAISE(ABORT, 'what was removed stays written down'); END""",
    """CREATE TRIGGER removals_no_delete BEFORE DELETE ON removals
       BEGIN SELECT RAISE(ABORT, 'what was removed stays written down'); END""",
)
