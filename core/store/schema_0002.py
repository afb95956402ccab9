"""Migration 2: the seals that chain the audit trail; never edited afterwards.

A seal is HMAC-SHA256 over the seal before it and the audit row. It stands in a table of its own,
so that rows written before there were seals stay as they are.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE audit_seals (
        seq INTEGER PRIMARY KEY,
        mac BLOB NOT NULL CHECK (length(mac) = 32)
    ) STRICT""",
    """CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals
       BEGIN SELECT RAISE(ABORT, 'audit seals are never changed'); END""",
    """CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals
       BEGIN SELECT RAISE(ABORT, 'audit seals are never removed'); END""",
    """CREATE TRIGGER audit_seals_in_order BEFORE INSERT ON audit_seals
       WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM audit_seals)
       BEGIN SELECT RAISE(ABORT, 'audit seals are only appended'); END""",
    "CREATE INDEX audit_events_at ON audit_events (at)",
)
