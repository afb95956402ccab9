"""Migration 9: contract rates, and own values that belong to one payer; never edited afterwards.

A value that held for a whole profile becomes one of each payer that ever followed the profile.
Where nobody did, or the profile needs no payer, it goes on holding for the profile (payer_id NULL).
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

STATEMENTS = (
    f"""CREATE TABLE contract_rates (
        id INTEGER PRIMARY KEY,
        payer_id INTEGER NOT NULL REFERENCES payers (id),
        code TEXT NOT NULL CHECK (code <> ''),
        amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 0 AND 10000000),
        starts_on TEXT NOT NULL CHECK (starts_on {_DAY}),
        ends_on TEXT CHECK (ends_on IS NULL OR (ends_on {_DAY} AND ends_on >= starts_on)),
        source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 300),
        UNIQUE (payer_id, code, starts_on)
    ) STRICT""",
    "ALTER TABLE payer_overrides RENAME TO profile_overrides",
    f"""CREATE TABLE payer_overrides (
        id INTEGER PRIMARY KEY,
        payer_id INTEGER REFERENCES payers (id),
        profile TEXT NOT NULL CHECK (profile <> ''),
        key TEXT NOT NULL CHECK (key <> ''),
        value TEXT NOT NULL CHECK (json_valid(value)),
        starts_on TEXT NOT NULL CHECK (starts_on {_DAY}),
        ends_on TEXT CHECK (ends_on IS NULL OR (ends_on {_DAY} AND ends_on >= starts_on)),
        source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 300)
    ) STRICT""",
    """CREATE UNIQUE INDEX payer_overrides_once
        ON payer_overrides (coalesce(payer_id, 0), profile, key, starts_on)""",
    """INSERT INTO payer_overrides (payer_id, profile, key, value, starts_on, ends_on, source)
        SELECT p.payer_id, o.profile, o.key, o.value, o.starts_on, o.ends_on, o.source
        FROM profile_overrides o
        JOIN (SELECT DISTINCT payer_id, profile FROM payer_profiles) p ON p.profile = o.profile
        ORDER BY o.id, p.payer_id""",
    """INSERT INTO payer_overrides (payer_id, profile, key, value, starts_on, ends_on, source)
        SELECT NULL, o.profile, o.key, o.value, o.starts_on, o.ends_on, o.source
        FROM profile_overrides o
        WHERE o.profile = 'cash'
            OR o.profile NOT IN (SELECT profile FROM payer_profiles)
        ORDER BY o.id""",
    "DROP TABLE profile_overrides",
)
