"""Migration 13: scores of outcome measures; never edited afterwards.

Rows are only added: a correction is a row that names the one it replaces, and a score that was
taken back is replaced by a row without a score.
"""

from __future__ import annotations

_ABORT = "BEGIN SELECT RAISE(ABORT, 'an outcome score is not changed'); END"

STATEMENTS = (
    """CREATE TABLE outcome_scores (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        encounter_id INTEGER REFERENCES encounters (id),
        measure TEXT NOT NULL CHECK (measure <> ''),
        place TEXT NOT NULL,
        side TEXT CHECK (side IN ('left', 'right')),
        measured_on TEXT NOT NULL
            CHECK (measured_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        tenths INTEGER CHECK (tenths BETWEEN -10000 AND 1000000),
        items TEXT NOT NULL CHECK (json_valid(items)),
        landmarks TEXT NOT NULL CHECK (json_valid(landmarks)),
        detail TEXT NOT NULL CHECK (length(detail) <= 500),
        replaces INTEGER UNIQUE REFERENCES outcome_scores (id),
        reason TEXT NOT NULL CHECK (length(reason) <= 500),
        person_id INTEGER NOT NULL REFERENCES people (id),
        recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
        recorded_at TEXT NOT NULL,
        CHECK (tenths IS NOT NULL OR (replaces IS NOT NULL AND reason <> ''))
    ) STRICT""",
    "CREATE INDEX outcome_scores_patient ON outcome_scores (patient_id, measured_on)",
    "CREATE INDEX outcome_scores_encounter ON outcome_scores (encounter_id)",
    f"CREATE TRIGGER outcome_scores_no_update BEFORE UPDATE ON outcome_scores {_ABORT}",
    f"CREATE TRIGGER outcome_scores_no_delete BEFORE DELETE ON outcome_scores {_ABORT}",
    f"""CREATE TRIGGER outcome_scores_in_order BEFORE INSERT ON outcome_scores
        WHEN NEW.id IS NOT NULL AND NEW.id <> -1
            AND NEW.id <= (SELECT coalesce(max(id), 0) FROM outcome_scores) {_ABORT}""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER outcome_scores_of_one_patient BEFORE INSERT ON outcome_scores
        WHEN (NEW.replaces IS NOT NULL AND NEW.patient_id IS NOT
                (SELECT patient_id FROM outcome_scores WHERE id = NEW.replaces))
            OR (NEW.encounter_id IS NOT NULL AND NEW.patient_id IS NOT
                (SELECT patient_id FROM encounters WHERE id = NEW.encounter_id)) {_ABORT}""",  # noqa: S608 - our own words
)
