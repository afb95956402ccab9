"""The practice's own dated values of payers' rules, as migration 3 makes the table."""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

STATEMENTS = (
    f"""CREATE TABLE payer_overrides (
        id INTEGER PRIMARY KEY,
        profile TEXT NOT NULL CHECK (profile <> ''),
        key TEXT NOT NULL CHECK (key <> ''),
        value TEXT NOT NULL CHECK (json_valid(value)),
        starts_on TEXT NOT NULL CHECK (starts_on {_DAY}),
        ends_on TEXT CHECK (ends_on IS NULL OR (ends_on {_DAY} AND ends_on >= starts_on)),
        source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 300),
        UNIQUE (profile, key, starts_on)
    ) STRICT""",
)
