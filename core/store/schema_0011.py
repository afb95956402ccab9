"""Migration 11: notes opened with a reason by who else may not read them; never edited afterwards.

A row is kept for good: who, whose notes, why, from when until when, and which owner saw it.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE break_glass (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id),
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
        started_at TEXT NOT NULL,
        ended_at TEXT,
        acknowledged_by INTEGER REFERENCES people (id),
        acknowledged_at TEXT,
        CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
    ) STRICT""",
    """CREATE INDEX break_glass_open ON break_glass (id)
       WHERE ended_at IS NULL OR acknowledged_at IS NULL""",
)
