"""Migration 16: versions of notes, macros, templates and own words; never edited afterwards.

A version of a note is kept for good. Notes that are there already become each its encounter's first
version; who kept them stands in the audit trail.
"""

from __future__ import annotations

_ABORT = "BEGIN SELECT RAISE(ABORT, 'a version of a note is kept as it is'); END"

STATEMENTS = (
    """CREATE TABLE note_versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        encounter_id INTEGER NOT NULL REFERENCES encounters (id),
        version INTEGER NOT NULL CHECK (version >= 0),
        subjective TEXT NOT NULL,
        objective TEXT NOT NULL,
        assessment TEXT NOT NULL,
        plan TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        kept_by TEXT NOT NULL,
        UNIQUE (encounter_id, version)
    ) STRICT""",
    """INSERT INTO note_versions
        (encounter_id, version, subjective, objective, assessment, plan, kept_at, kept_by)
        SELECT n.encounter_id, e.version, n.subjective, n.objective, n.assessment, n.plan,
            n.updated_at, ''
        FROM notes n JOIN encounters e ON e.id = n.encounter_id ORDER BY n.encounter_id""",
    f"CREATE TRIGGER note_versions_no_update BEFORE UPDATE ON note_versions {_ABORT}",
    f"CREATE TRIGGER note_versions_no_delete BEFORE DELETE ON note_versions {_ABORT}",
    """CREATE TABLE note_macros (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id),
        short TEXT NOT NULL CHECK (length(short) BETWEEN 2 AND 20),
        text TEXT NOT NULL CHECK (text <> ''),
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        UNIQUE (person_id, short)
    ) STRICT""",
    """CREATE TABLE note_templates (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id),
        name TEXT NOT NULL CHECK (name <> ''),
        subjective TEXT NOT NULL,
        objective TEXT NOT NULL,
        assessment TEXT NOT NULL,
        plan TEXT NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        UNIQUE (person_id, name)
    ) STRICT""",
    """CREATE TABLE note_words (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        phrase TEXT NOT NULL UNIQUE CHECK (phrase <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('technique', 'place')),
        region TEXT NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1))
    ) STRICT""",
)
