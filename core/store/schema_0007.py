"""Migration 7: signatures, addenda and unsealings of encounters; never edited afterwards.

An encounter is sealed while its newest signature was not undone by an unsealing: the tables
themselves then refuse every change of what was signed. Encounters that were complete before stay
complete and are not signed; only what is completed from now on waits in `unsigned`. What holds
now stands in `sealed` as well, which the guards read: it is kept by triggers and gives no way
round the signatures.
"""

from __future__ import annotations

_SIGNED = """EXISTS (
    SELECT 1 FROM signatures s WHERE s.encounter_id = {key} AND s.role <> 'countersigning'
    AND NOT EXISTS (SELECT 1 FROM unsealings u WHERE u.signature_id = s.id))"""
_ABORT = "BEGIN SELECT RAISE(ABORT, 'what was signed is not changed'); END"
_OF_LINE = "(SELECT encounter_id FROM service_lines WHERE id = {row}.service_line_id)"
# Every table that holds a part of what is signed, and how its row names the encounter.
_SEALED = {
    "encounters": "{row}.id",
    "notes": "{row}.encounter_id",
    "service_lines": "{row}.encounter_id",
    "service_line_intervals": _OF_LINE,
    "encounter_diagnoses": "{row}.encounter_id",
    "bills": "{row}.encounter_id",
    "charges": "{row}.encounter_id",
    "attestations": "{row}.encounter_id",
    "refusals": "{row}.encounter_id",
    "minute_changes": "{row}.encounter_id",
}
_APPENDED = ("signatures", "unsealings", "addenda", "minute_changes")


def _signed(key: str, row: str) -> str:
    return _SIGNED.format(key=key.format(row=row))


def _sealed(key: str, row: str) -> str:
    return "EXISTS (SELECT 1 FROM sealed WHERE encounter_id = " + key.format(row=row) + ")"  # noqa: S608 - our own words


def _guards(table: str, key: str) -> tuple[str, ...]:
    old, new = _sealed(key, "OLD"), _sealed(key, "NEW")
    name = f"CREATE TRIGGER {table}_signed_no"
    return (
        f"{name}_insert BEFORE INSERT ON {table} WHEN {new} {_ABORT}",
        f"{name}_update BEFORE UPDATE ON {table} WHEN {old} OR {new} {_ABORT}",
        f"{name}_delete BEFORE DELETE ON {table} WHEN {old} {_ABORT}",
    )


def _append_only(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {_ABORT}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {_ABORT}",
        f"""CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table}
            WHEN NEW.id IS NOT NULL AND NEW.id <> -1
                AND NEW.id <= (SELECT coalesce(max(id), 0) FROM {table}) {_ABORT}""",  # noqa: S608 - our own words
    )


_TABLES = (
    """CREATE TABLE signatures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        version INTEGER NOT NULL CHECK (version >= 1),
        role TEXT NOT NULL CHECK (role IN ('rendering', 'assistant', 'countersigning')),
        countersigns INTEGER UNIQUE REFERENCES signatures (id),
        person_id INTEGER NOT NULL REFERENCES people (id),
        provider_id INTEGER NOT NULL REFERENCES providers (id),
        name TEXT NOT NULL CHECK (name <> ''),
        credentials TEXT NOT NULL,
        signed_at TEXT NOT NULL,
        reasons TEXT NOT NULL CHECK (json_valid(reasons)),
        therapist_asked TEXT NOT NULL CHECK (therapist_asked IN ('', 'yes', 'no', 'not known')),
        format INTEGER NOT NULL CHECK (format >= 1),
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        seal BLOB NOT NULL CHECK (length(seal) = 32),
        CHECK ((role = 'countersigning') = (countersigns IS NOT NULL))
    ) STRICT""",
    "CREATE INDEX signatures_encounter ON signatures (encounter_id)",
    "CREATE INDEX signatures_asked ON signatures (id) WHERE therapist_asked = 'yes'",
    """CREATE TABLE unsealings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        signature_id INTEGER NOT NULL UNIQUE REFERENCES signatures (id),
        person_id INTEGER NOT NULL REFERENCES people (id),
        name TEXT NOT NULL CHECK (name <> ''),
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        at TEXT NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT""",
    "CREATE INDEX unsealings_encounter ON unsealings (encounter_id)",
    """CREATE TABLE addenda (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        signature_id INTEGER NOT NULL REFERENCES signatures (id),
        number INTEGER NOT NULL CHECK (number >= 1),
        text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
        person_id INTEGER NOT NULL REFERENCES people (id),
        name TEXT NOT NULL CHECK (name <> ''),
        credentials TEXT NOT NULL,
        at TEXT NOT NULL,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        seal BLOB NOT NULL CHECK (length(seal) = 32),
        UNIQUE (encounter_id, number)
    ) STRICT""",
    """CREATE TABLE minute_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        signature_id INTEGER NOT NULL REFERENCES signatures (id),
        person_id INTEGER NOT NULL REFERENCES people (id),
        name TEXT NOT NULL CHECK (name <> ''),
        before TEXT NOT NULL, after TEXT NOT NULL,
        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX minute_changes_encounter ON minute_changes (encounter_id)",
    # Read by every guard, so it is one look at a key.
    """CREATE TABLE sealed (
        encounter_id INTEGER PRIMARY KEY REFERENCES encounters (id)
    ) STRICT""",
    # Kept by the triggers below, so that a list of a handful does not step over every encounter.
    """CREATE TABLE unsigned (
        encounter_id INTEGER PRIMARY KEY REFERENCES encounters (id)
    ) STRICT""",
)
_WAIT = "INSERT OR IGNORE INTO unsigned (encounter_id)"
_WAITING = (
    f"""CREATE TRIGGER unsigned_new AFTER INSERT ON encounters WHEN NEW.state = 'complete'
        BEGIN {_WAIT} VALUES (NEW.id); END""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER unsigned_complete AFTER UPDATE OF state ON encounters
        WHEN NEW.state = 'complete' BEGIN {_WAIT} VALUES (NEW.id); END""",
    """CREATE TRIGGER unsigned_void AFTER UPDATE OF state ON encounters
        WHEN NEW.state <> 'complete'
        BEGIN DELETE FROM unsigned WHERE encounter_id = NEW.id; END""",
    """CREATE TRIGGER unsigned_no_more AFTER INSERT ON signatures
        WHEN NEW.role <> 'countersigning' BEGIN
            INSERT INTO sealed (encounter_id) VALUES (NEW.encounter_id);
            DELETE FROM unsigned WHERE encounter_id = NEW.encounter_id;
        END""",
    f"""CREATE TRIGGER unsigned_again AFTER INSERT ON unsealings
        BEGIN
            DELETE FROM sealed WHERE encounter_id = NEW.encounter_id;
            {_WAIT} VALUES (NEW.encounter_id);
        END""",  # noqa: S608 - our own words
    f"CREATE TRIGGER sealed_no_update BEFORE UPDATE ON sealed {_ABORT}",
    f"""CREATE TRIGGER sealed_no_delete BEFORE DELETE ON sealed
        WHEN {_signed("{row}.encounter_id", "OLD")} {_ABORT}""",
)
_RULES = (
    f"""CREATE TRIGGER signatures_one_at_a_time BEFORE INSERT ON signatures
        WHEN NEW.role <> 'countersigning' AND {_signed("{row}.encounter_id", "NEW")} {_ABORT}""",
    f"""CREATE TRIGGER signatures_of_what_is_signed BEFORE INSERT ON signatures
        WHEN NEW.role = 'countersigning' AND NOT EXISTS (
            SELECT 1 FROM signatures s WHERE s.id = NEW.countersigns
            AND s.encounter_id = NEW.encounter_id AND s.role = 'assistant'
            AND NOT EXISTS (SELECT 1 FROM unsealings u WHERE u.signature_id = s.id)) {_ABORT}""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER unsealings_of_what_is_signed BEFORE INSERT ON unsealings
        WHEN NOT EXISTS (
            SELECT 1 FROM signatures s WHERE s.id = NEW.signature_id
            AND s.encounter_id = NEW.encounter_id AND s.role <> 'countersigning') {_ABORT}""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER addenda_to_what_is_signed BEFORE INSERT ON addenda
        WHEN NOT {_signed("{row}.encounter_id", "NEW")} {_ABORT}""",
)
STATEMENTS = (
    *_TABLES,
    *(one for table, key in _SEALED.items() for one in _guards(table, key)),
    *(one for table in _APPENDED for one in _append_only(table)),
    *_RULES,
    *_WAITING,
)
