"""Migration 6: which key slots are in force, and keys that outlive the data key.

Never edited afterwards. `person_id` is null for the recovery code's slot.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE key_slots (
        slot TEXT PRIMARY KEY CHECK (length(slot) = 16),
        person_id INTEGER UNIQUE REFERENCES people (id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kept_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purpose TEXT NOT NULL CHECK (purpose IN ('audit-chain', 'note-seal', 'backup-manifest')),
        value BLOB NOT NULL CHECK (length(value) = 32)
    ) STRICT""",
    """CREATE UNIQUE INDEX kept_keys_once ON kept_keys (purpose)
        WHERE purpose IN ('audit-chain', 'note-seal')""",
)
