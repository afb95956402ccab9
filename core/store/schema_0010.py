"""Migration 10: an advance beneficiary notice is a statement too; never edited afterwards.

A CHECK cannot be changed in place, so the table is made anew with its rows under their ids. The
triggers that guard it go with the old table and are made again, word for word.
"""

from __future__ import annotations

GUARDS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'attestations'"
STATEMENTS = (
    """CREATE TABLE attestations_anew (
        id INTEGER PRIMARY KEY,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        kind TEXT NOT NULL CHECK (kind IN ('kx', 'at', 'distinct', 'modifier', 'abn')),
        codes TEXT NOT NULL,
        modifier TEXT NOT NULL,
        actor TEXT NOT NULL CHECK (actor <> ''),
        at TEXT NOT NULL,
        UNIQUE (encounter_id, kind, codes, modifier)
    ) STRICT""",
    """INSERT INTO attestations_anew (id, encounter_id, kind, codes, modifier, actor, at)
        SELECT id, encounter_id, kind, codes, modifier, actor, at FROM attestations""",
    "DROP TABLE attestations",
    "ALTER TABLE attestations_anew RENAME TO attestations",
)
