"""The tables of the first practice file, as migration 1 makes them; never edited afterwards.

Dates are ISO texts, moments are ISO texts in UTC, money is integer cents, minutes are integers.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

PRACTICE = (
    """CREATE TABLE practices (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        npi TEXT NOT NULL CHECK (npi = '' OR length(npi) = 10),
        tax_id TEXT NOT NULL,
        tax_id_kind TEXT NOT NULL CHECK (tax_id_kind IN ('EIN', 'SSN')),
        street TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, zip TEXT NOT NULL,
        phone TEXT NOT NULL, email TEXT NOT NULL,
        is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
        demo_day TEXT,
        created_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        role TEXT NOT NULL CHECK (role IN ('owner')),
        created_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE locations (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        street TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, zip TEXT NOT NULL,
        phone TEXT NOT NULL, npi TEXT NOT NULL CHECK (npi = '' OR length(npi) = 10),
        place_of_service TEXT NOT NULL CHECK (place_of_service GLOB '[0-9][0-9]'),
        active INTEGER NOT NULL CHECK (active IN (0, 1))
    ) STRICT""",
    """CREATE TABLE providers (
        id INTEGER PRIMARY KEY,
        first_name TEXT NOT NULL, last_name TEXT NOT NULL CHECK (last_name <> ''),
        credentials TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('PT', 'PTA', 'OT', 'OTA', 'SLP', 'DC')),
        npi TEXT NOT NULL CHECK (npi = '' OR length(npi) = 10),
        taxonomy TEXT NOT NULL, licence_number TEXT NOT NULL, licence_state TEXT NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1))
    ) STRICT""",
    "CREATE UNIQUE INDEX providers_npi ON providers (npi) WHERE npi <> ''",
    """CREATE TABLE referring_providers (
        id INTEGER PRIMARY KEY,
        first_name TEXT NOT NULL, last_name TEXT NOT NULL CHECK (last_name <> ''),
        credentials TEXT NOT NULL, npi TEXT NOT NULL CHECK (length(npi) = 10),
        phone TEXT NOT NULL, fax TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE payers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
        payer_number TEXT NOT NULL,
        street TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, zip TEXT NOT NULL,
        phone TEXT NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1))
    ) STRICT""",
    f"""CREATE TABLE payer_profiles (
        id INTEGER PRIMARY KEY,
        payer_id INTEGER NOT NULL REFERENCES payers (id),
        profile TEXT NOT NULL,
        starts_on TEXT NOT NULL CHECK (starts_on {_DAY}),
        ends_on TEXT CHECK (ends_on IS NULL OR ends_on >= starts_on),
        UNIQUE (payer_id, starts_on)
    ) STRICT""",
    f"""CREATE TABLE fees (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL CHECK (code <> ''),
        label TEXT NOT NULL,
        amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 0 AND 10000000),
        starts_on TEXT NOT NULL CHECK (starts_on {_DAY}),
        ends_on TEXT CHECK (ends_on IS NULL OR ends_on >= starts_on),
        is_cash_item INTEGER NOT NULL CHECK (is_cash_item IN (0, 1)),
        UNIQUE (code, starts_on)
    ) STRICT""",
)

PATIENT = (
    f"""CREATE TABLE patients (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account_number TEXT NOT NULL UNIQUE,
        first_name TEXT NOT NULL, middle_name TEXT NOT NULL,
        last_name TEXT NOT NULL CHECK (last_name <> ''),
        birth_date TEXT NOT NULL CHECK (birth_date {_DAY}),
        sex TEXT NOT NULL CHECK (sex IN ('F', 'M', 'U')),
        street TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, zip TEXT NOT NULL,
        phone TEXT NOT NULL, email TEXT NOT NULL,
        referring_provider_id INTEGER REFERENCES referring_providers (id),
        rendering_provider_id INTEGER REFERENCES providers (id),
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        name_key TEXT NOT NULL,
        recent_on TEXT NOT NULL CHECK (recent_on {_DAY}),
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX patients_recent ON patients (active, recent_on, id)",
    "CREATE INDEX patients_name ON patients (name_key, active, recent_on, id)",
    "CREATE INDEX patients_order ON patients (id, name_key, active, recent_on)",
    "CREATE INDEX patients_birth ON patients (birth_date, name_key)",
    f"""CREATE TABLE coverages (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        payer_id INTEGER NOT NULL REFERENCES payers (id),
        rank TEXT NOT NULL CHECK (rank IN ('primary', 'secondary')),
        member_id TEXT NOT NULL, group_number TEXT NOT NULL, plan_name TEXT NOT NULL,
        relationship TEXT NOT NULL
            CHECK (relationship IN ('self', 'spouse', 'child', 'other')),
        subscriber_first_name TEXT NOT NULL, subscriber_last_name TEXT NOT NULL,
        subscriber_birth_date TEXT,
        starts_on TEXT CHECK (starts_on IS NULL OR starts_on {_DAY}),
        ends_on TEXT CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on)
    ) STRICT""",
    "CREATE INDEX coverages_patient ON coverages (patient_id)",
    """CREATE TABLE patient_diagnoses (
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 24),
        code TEXT NOT NULL, description TEXT NOT NULL,
        PRIMARY KEY (patient_id, position), UNIQUE (patient_id, code)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE plans_of_care (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        discipline TEXT NOT NULL CHECK (discipline IN ('PT', 'OT', 'SLP', 'DC')),
        starts_on TEXT NOT NULL CHECK (starts_on {_DAY}),
        certified_on TEXT, certified_to TEXT,
        referring_provider_id INTEGER REFERENCES referring_providers (id)
    ) STRICT""",
    "CREATE INDEX plans_of_care_patient ON plans_of_care (patient_id)",
    # Words come folded and cut by the store, so the plainest tokenizer keeps them whole.
    """CREATE VIRTUAL TABLE patient_search USING fts5(
        names, born, phone, ids, tokenize = 'ascii', prefix = '1 2 3', detail = 'column'
    )""",
)

ENCOUNTER = (
    f"""CREATE TABLE encounters (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL CHECK (version >= 0),
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        date TEXT NOT NULL CHECK (date {_DAY}),
        start_minute INTEGER CHECK (start_minute BETWEEN 0 AND 1439),
        discipline TEXT NOT NULL CHECK (discipline IN ('PT', 'OT', 'SLP', 'DC')),
        state TEXT NOT NULL CHECK (state IN ('scheduled', 'draft', 'complete', 'void')),
        rendering_provider_id INTEGER NOT NULL REFERENCES providers (id),
        assistant_provider_id INTEGER REFERENCES providers (id),
        location_id INTEGER REFERENCES locations (id),
        place_of_service TEXT NOT NULL CHECK (place_of_service GLOB '[0-9][0-9]'),
        coverage_id INTEGER REFERENCES coverages (id),
        profile TEXT NOT NULL,
        choices TEXT NOT NULL DEFAULT '{{}}',
        rulebook TEXT,
        codes TEXT NOT NULL DEFAULT '',
        minutes INTEGER NOT NULL DEFAULT 0, units INTEGER NOT NULL DEFAULT 0,
        alerts INTEGER NOT NULL DEFAULT 0,
        void_reason TEXT,
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL, completed_at TEXT,
        CHECK (state <> 'complete' OR rulebook IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX encounters_date ON encounters (date, start_minute)",
    "CREATE INDEX encounters_patient ON encounters (patient_id, date, discipline, state)",
    "CREATE INDEX encounters_provider ON encounters (rendering_provider_id, date)",
    """CREATE INDEX encounters_open ON encounters (state, date)
       WHERE state IN ('draft', 'scheduled')""",
    # Beside the encounter, so that lists need not step over it.
    """CREATE TABLE bills (
        encounter_id INTEGER PRIMARY KEY REFERENCES encounters (id),
        body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT""",
    """CREATE TABLE service_lines (
        id INTEGER PRIMARY KEY,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        position INTEGER NOT NULL CHECK (position >= 1),
        code TEXT NOT NULL CHECK (code <> ''),
        minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
        assistant_minutes INTEGER NOT NULL CHECK (assistant_minutes BETWEEN 0 AND 1440),
        together_minutes INTEGER NOT NULL CHECK (together_minutes BETWEEN 0 AND 1440),
        region TEXT NOT NULL,
        side TEXT CHECK (side IN ('left', 'right', 'bilateral', 'central')),
        units INTEGER CHECK (units BETWEEN 0 AND 99),
        session INTEGER NOT NULL CHECK (session BETWEEN 1 AND 9),
        modifiers TEXT NOT NULL, distinct_from TEXT NOT NULL, pointers TEXT NOT NULL,
        UNIQUE (encounter_id, position)
    ) STRICT""",
    """CREATE TABLE service_line_intervals (
        service_line_id INTEGER NOT NULL REFERENCES service_lines (id) ON DELETE CASCADE,
        start_minute INTEGER NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
        end_minute INTEGER NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
        who TEXT NOT NULL CHECK (who IN ('therapist', 'assistant', 'together')),
        PRIMARY KEY (service_line_id, start_minute, who),
        CHECK (end_minute > start_minute)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE encounter_diagnoses (
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 12),
        code TEXT NOT NULL, description TEXT NOT NULL,
        PRIMARY KEY (encounter_id, position), UNIQUE (encounter_id, code)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE notes (
        encounter_id INTEGER PRIMARY KEY REFERENCES encounters (id),
        subjective TEXT NOT NULL CHECK (length(subjective) <= 20000),
        objective TEXT NOT NULL CHECK (length(objective) <= 20000),
        assessment TEXT NOT NULL CHECK (length(assessment) <= 20000),
        plan TEXT NOT NULL CHECK (length(plan) <= 20000),
        updated_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE drafts (
        encounter_id INTEGER PRIMARY KEY REFERENCES encounters (id),
        body TEXT NOT NULL CHECK (json_valid(body)),
        saved_at TEXT NOT NULL
    ) STRICT""",
)

MONEY = (
    """CREATE TABLE charges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        position INTEGER NOT NULL,
        code TEXT NOT NULL, modifiers TEXT NOT NULL, units INTEGER NOT NULL,
        minutes INTEGER NOT NULL, pointers TEXT NOT NULL,
        fee_cents INTEGER CHECK (fee_cents >= 0),
        amount_cents INTEGER CHECK (amount_cents >= 0),
        discount_cents INTEGER NOT NULL DEFAULT 0 CHECK (discount_cents >= 0),
        posted_at TEXT NOT NULL,
        UNIQUE (encounter_id, position)
    ) STRICT""",
    """CREATE TABLE patient_payments (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        encounter_id INTEGER REFERENCES encounters (id),
        received_on TEXT NOT NULL,
        amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0),
        method TEXT NOT NULL
            CHECK (method IN ('cash', 'check', 'card', 'hsa', 'transfer', 'other')),
        reference TEXT NOT NULL, note TEXT NOT NULL,
        reverses_id INTEGER UNIQUE REFERENCES patient_payments (id),
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX patient_payments_patient ON patient_payments (patient_id, received_on)",
    "CREATE INDEX patient_payments_encounter ON patient_payments (encounter_id)",
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number INTEGER NOT NULL UNIQUE,
        kind TEXT NOT NULL, layout TEXT NOT NULL, title TEXT NOT NULL,
        patient_id INTEGER NOT NULL REFERENCES patients (id),
        reason TEXT NOT NULL,
        pages INTEGER NOT NULL CHECK (pages >= 1),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        body BLOB NOT NULL,
        created_at TEXT NOT NULL, created_by TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX documents_patient ON documents (patient_id, created_at)",
    """CREATE TABLE document_encounters (
        document_id INTEGER NOT NULL REFERENCES documents (id),
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        PRIMARY KEY (document_id, encounter_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX document_encounters_encounter ON document_encounters (encounter_id)",
)

AUDIT = (
    """CREATE TABLE audit_events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        object_kind TEXT NOT NULL, object_id INTEGER,
        patient_id INTEGER,
        detail TEXT NOT NULL CHECK (json_valid(detail))
    ) STRICT""",
    "CREATE INDEX audit_events_patient ON audit_events (patient_id) WHERE patient_id IS NOT NULL",
    """CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
       BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END""",
    """CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
       BEGIN SELECT RAISE(ABORT, 'audit events are never removed'); END""",
    """CREATE TRIGGER audit_events_in_order BEFORE INSERT ON audit_events
       WHEN NEW.seq IS NOT NULL AND NEW.seq <> -1
            AND NEW.seq <= (SELECT coalesce(max(seq), 0) FROM audit_events)
       BEGIN SELECT RAISE(ABORT, 'audit events are only appended'); END""",
)

STATEMENTS = PRACTICE + PATIENT + ENCOUNTER + MONEY + AUDIT
