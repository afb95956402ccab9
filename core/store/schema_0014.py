"""Migration 14: the plan of care with goals, signatures, sendings, reports and papers; never
edited afterwards.

Nothing here is removed: a signature, a report or a paper kept by mistake is withdrawn with its
reason, and stays. A goal keeps its number for good.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_PLAN = "plan_id INTEGER NOT NULL REFERENCES plans_of_care (id)"
_REFERRER = "referring_provider_id INTEGER REFERENCES referring_providers (id)"
_FILE = "file_id INTEGER REFERENCES patient_files (id)"
_RECORDED = "recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL"
_WITHDRAWN = """
        withdrawn_at TEXT, withdrawn_by TEXT, withdrawn_why TEXT NOT NULL DEFAULT '',
        CHECK ((withdrawn_at IS NULL) = (withdrawn_why = ''))"""


def _day(name: str, more: str = "") -> str:
    return f"{name} TEXT {more} CHECK ({name} IS NULL OR {name} {_DAY})"


def _fixed(table: str, *columns: str) -> str:
    listed = ", ".join(columns)
    return f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {listed} ON {table}
        BEGIN SELECT RAISE(ABORT, 'what is kept here does not change'); END"""


def _kept(table: str) -> str:
    return f"""CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'what is kept here is not removed'); END"""


_TABLES = (
    f"""CREATE TABLE patient_files (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        kind TEXT NOT NULL CHECK (kind IN
            ('order', 'plan', 'proof', 'card', 'authorisation', 'other')),
        title TEXT NOT NULL CHECK (length(title) <= 200),
        {_day("dated_on", "NOT NULL")},
        media TEXT NOT NULL CHECK (media IN ('application/pdf', 'image/png', 'image/jpeg')),
        size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 15728640),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        body BLOB NOT NULL CHECK (length(body) = size),
        {_RECORDED},{_WITHDRAWN}
    ) STRICT""",
    "CREATE INDEX patient_files_patient ON patient_files (patient_id)",
    f"""CREATE TABLE plan_contents (
        plan_id INTEGER PRIMARY KEY REFERENCES plans_of_care (id),
        established_by_id INTEGER REFERENCES providers (id),
        {_day("established_on")},
        treatment TEXT NOT NULL, sessions_a_day INTEGER NOT NULL
            CHECK (sessions_a_day BETWEEN 1 AND 4),
        phases TEXT NOT NULL, summary TEXT NOT NULL,
        direct_access INTEGER NOT NULL CHECK (direct_access IN (0, 1)),
        {_day("discharged_on")}
    ) STRICT""",
    f"""CREATE TABLE plan_diagnoses (
        {_PLAN}, position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 12),
        code TEXT NOT NULL, description TEXT NOT NULL,
        PRIMARY KEY (plan_id, position), UNIQUE (plan_id, code)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE plan_goals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_PLAN}, number INTEGER NOT NULL CHECK (number >= 1),
        words TEXT NOT NULL CHECK (words <> ''),
        measure TEXT NOT NULL, baseline TEXT NOT NULL, target TEXT NOT NULL,
        {_day("due_on")}, {_day("set_on", "NOT NULL")},
        state TEXT NOT NULL CHECK (state IN ('open', 'met', 'dropped')), {_day("closed_on")},
        UNIQUE (plan_id, number), CHECK ((state = 'open') = (closed_on IS NULL))
    ) STRICT""",
    f"""CREATE TABLE plan_orders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        discipline TEXT NOT NULL CHECK (discipline IN ('PT', 'OT', 'SLP', 'DC')),
        {_REFERRER}, {_day("signed_on")}, {_day("received_on")},
        words TEXT NOT NULL, {_FILE}, {_RECORDED}
    ) STRICT""",
    "CREATE INDEX plan_orders_patient ON plan_orders (patient_id)",
    f"""CREATE TABLE plan_certifications (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_PLAN}, kind TEXT NOT NULL CHECK (kind IN ('initial', 'recertification')),
        {_REFERRER}, {_day("verbal_on")}, {_day("signed_on")},
        {_day("covers_from", "NOT NULL")}, {_day("valid_to")},
        delay_reason TEXT NOT NULL, {_FILE}, {_RECORDED},{_WITHDRAWN},
        CHECK (valid_to IS NULL OR valid_to >= covers_from),
        CHECK (signed_on IS NOT NULL OR verbal_on IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX plan_certifications_plan ON plan_certifications (plan_id)",
    f"""CREATE TABLE plan_sends (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_PLAN}, {_day("sent_on", "NOT NULL")},
        how TEXT NOT NULL CHECK (how IN ('fax', 'portal', 'mail', 'email', 'hand')),
        sent_to TEXT NOT NULL CHECK (sent_to <> ''), address TEXT NOT NULL,
        proof TEXT NOT NULL, {_FILE}, {_RECORDED}
    ) STRICT""",
    "CREATE INDEX plan_sends_plan ON plan_sends (plan_id)",
    f"""CREATE TABLE plan_reports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_PLAN}, kind TEXT NOT NULL CHECK (kind IN ('progress', 'discharge')),
        {_day("written_on", "NOT NULL")},
        written_by_id INTEGER NOT NULL REFERENCES providers (id),
        {_day("covers_from", "NOT NULL")}, {_day("covers_to", "NOT NULL")},
        treatment_days INTEGER NOT NULL, assessment TEXT NOT NULL CHECK (assessment <> ''),
        objective TEXT NOT NULL, continuing TEXT NOT NULL, changes TEXT NOT NULL,
        {_RECORDED},{_WITHDRAWN}, CHECK (covers_to >= covers_from)
    ) STRICT""",
    "CREATE INDEX plan_reports_plan ON plan_reports (plan_id)",
    """CREATE TABLE plan_report_goals (
        report_id INTEGER NOT NULL REFERENCES plan_reports (id),
        goal_id INTEGER NOT NULL REFERENCES plan_goals (id),
        verdict TEXT NOT NULL CHECK (verdict IN
            ('improved', 'unchanged', 'worse', 'met', 'dropped')),
        words TEXT NOT NULL,
        PRIMARY KEY (report_id, goal_id)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE lymph_records (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_PLAN}, {_day("measured_on", "NOT NULL")}, limb TEXT NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('0', 'I', 'II', 'III')),
        phase INTEGER NOT NULL CHECK (phase IN (1, 2)),
        girths TEXT NOT NULL, cause TEXT NOT NULL, symptoms TEXT NOT NULL,
        prior_care TEXT NOT NULL, screening TEXT NOT NULL, skin TEXT NOT NULL,
        programme TEXT NOT NULL, teaching TEXT NOT NULL, response TEXT NOT NULL,
        {_RECORDED}, UNIQUE (plan_id, measured_on, limb)
    ) STRICT""",
)
_GUARDS = (
    _fixed("patient_files", "patient_id", "media", "size", "sha256", "body", "recorded_at"),
    _fixed("plan_goals", "plan_id", "number"),
    _fixed("plan_certifications", "plan_id", "kind", "signed_on", "covers_from", "valid_to"),
    _fixed("plan_sends", "plan_id", "sent_on", "how", "sent_to", "proof"),
    _fixed("plan_reports", "plan_id", "kind", "written_on", "assessment", "covers_to"),
    *(
        _kept(table)
        for table in (
            "patient_files", "plan_goals", "plan_orders", "plan_certifications", "plan_sends",
            "plan_reports", "plan_report_goals", "lymph_records",
        )
    ),
)  # fmt: skip
# What was known of a signature until now becomes the first row of the list of signatures.
_CARRIED = (
    """INSERT INTO plan_certifications (
        plan_id, kind, referring_provider_id, signed_on, covers_from, valid_to, delay_reason,
        recorded_at, recorded_by)
    SELECT id, 'initial', referring_provider_id, certified_on, starts_on,
        CASE WHEN certified_to >= starts_on THEN certified_to END, '',
        certified_on || 'T00:00:00+00:00', ''
    FROM plans_of_care WHERE certified_on IS NOT NULL""",
)
STATEMENTS = (*_TABLES, *_CARRIED, *_GUARDS)
