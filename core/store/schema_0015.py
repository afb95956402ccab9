"""Migration 15: audits of encounters, their findings, and what follows; never edited afterwards.

Nothing is removed: a review is added, a task is done, an overpayment is closed.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"


def _day(name: str) -> str:
    return f"{name} TEXT CHECK ({name} IS NULL OR {name} {_DAY})"


STATEMENTS = (
    f"""CREATE TABLE audits (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('sample', 'everything')),
        first_day TEXT NOT NULL CHECK (first_day {_DAY}),
        last_day TEXT NOT NULL CHECK (last_day {_DAY} AND last_day >= first_day),
        code TEXT NOT NULL CHECK (length(code) IN (0, 5)),
        size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 1000000),
        seed INTEGER NOT NULL,
        frame_size INTEGER NOT NULL CHECK (frame_size >= size),
        frame_hash TEXT NOT NULL CHECK (length(frame_hash) = 64),
        person TEXT NOT NULL CHECK (person <> ''),
        created_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE audit_items (
        audit_id INTEGER NOT NULL REFERENCES audits (id),
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        day TEXT NOT NULL CHECK (day {_DAY}),
        clinician TEXT NOT NULL,
        payer TEXT NOT NULL,
        judged INTEGER NOT NULL CHECK (judged IN (0, 1)),
        noted INTEGER NOT NULL CHECK (noted IN (0, 1)),
        ledger TEXT NOT NULL CHECK (json_valid(ledger)),
        PRIMARY KEY (audit_id, encounter_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE audit_findings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        audit_id INTEGER NOT NULL REFERENCES audits (id),
        encounter_id INTEGER REFERENCES encounters (id),
        check_word TEXT NOT NULL CHECK (check_word <> ''),
        direction TEXT NOT NULL CHECK (direction IN ('under', 'over', 'risk')),
        code TEXT NOT NULL,
        reason TEXT NOT NULL CHECK (reason <> ''),
        units INTEGER NOT NULL CHECK (units >= 0),
        cents INTEGER CHECK (cents >= 0),
        body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT""",
    "CREATE INDEX audit_findings_audit ON audit_findings (audit_id)",
    "CREATE INDEX audit_findings_encounter ON audit_findings (encounter_id)",
    """CREATE TABLE finding_reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        finding_id INTEGER NOT NULL REFERENCES audit_findings (id),
        verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'overruled')),
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        person TEXT NOT NULL CHECK (person <> ''),
        at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX finding_reviews_finding ON finding_reviews (finding_id)",
    f"""CREATE TABLE tasks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        finding_id INTEGER NOT NULL UNIQUE REFERENCES audit_findings (id),
        provider_id INTEGER NOT NULL REFERENCES providers (id),
        text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
        {_day("due_on")},
        created_at TEXT NOT NULL,
        done_at TEXT,
        done_by TEXT NOT NULL,
        CHECK ((done_at IS NULL) = (done_by = ''))
    ) STRICT""",
    "CREATE INDEX tasks_open ON tasks (provider_id) WHERE done_at IS NULL",
    f"""CREATE TABLE overpayments (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        finding_id INTEGER NOT NULL UNIQUE REFERENCES audit_findings (id),
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        found_on TEXT NOT NULL CHECK (found_on {_DAY}),
        state TEXT NOT NULL CHECK (state IN ('open', 'investigating', 'returned', 'not-owed')),
        {_day("investigation_from")},
        {_day("investigation_to")},
        lines TEXT NOT NULL CHECK (json_valid(lines)),
        proof TEXT NOT NULL CHECK (length(proof) <= 500),
        closed_at TEXT,
        CHECK ((closed_at IS NULL) = (state IN ('open', 'investigating'))),
        CHECK (closed_at IS NULL OR proof <> ''),
        CHECK (state <> 'investigating' OR investigation_from IS NOT NULL)
    ) STRICT""",
)
