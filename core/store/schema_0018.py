"""Migration 18: the strata a kept audit was drawn from; never edited afterwards.

Audits that are there already keep none: the frame of their day can no longer be told.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE audit_strata (
        audit_id INTEGER NOT NULL REFERENCES audits (id),
        clinician TEXT NOT NULL,
        payer_class TEXT NOT NULL,
        frame INTEGER NOT NULL CHECK (frame > 0),
        drawn INTEGER NOT NULL CHECK (drawn BETWEEN 0 AND frame),
        PRIMARY KEY (audit_id, clinician, payer_class)
    ) STRICT, WITHOUT ROWID""",
)
