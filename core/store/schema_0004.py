"""Tables of the whole rule book: statements by persons, use elsewhere, as migration 4 makes them.

Never edited afterwards. An encounter's statements and refusals are those that stand; one taken
back leaves its trace in the audit trail.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

STATEMENTS = (
    f"""CREATE TABLE outside_use (
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        year INTEGER NOT NULL CHECK (year BETWEEN 1997 AND 2199),
        bucket TEXT NOT NULL CHECK (bucket IN ('pt_slp', 'ot')),
        amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 0 AND 10000000),
        looked_up_on TEXT NOT NULL CHECK (looked_up_on {_DAY}),
        PRIMARY KEY (patient_id, year, bucket)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE attestations (
        id INTEGER PRIMARY KEY,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        kind TEXT NOT NULL CHECK (kind IN ('kx', 'at', 'distinct', 'modifier')),
        codes TEXT NOT NULL,
        modifier TEXT NOT NULL,
        actor TEXT NOT NULL CHECK (actor <> ''),
        at TEXT NOT NULL,
        UNIQUE (encounter_id, kind, codes, modifier)
    ) STRICT""",
    """CREATE TABLE refusals (
        id INTEGER PRIMARY KEY,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        kind TEXT NOT NULL CHECK (kind IN ('suggestion', 'line')),
        alert TEXT NOT NULL CHECK (alert <> ''),
        codes TEXT NOT NULL,
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        actor TEXT NOT NULL CHECK (actor <> ''),
        at TEXT NOT NULL,
        UNIQUE (encounter_id, kind, alert, codes)
    ) STRICT""",
)
