"""Migration 5: one account for each person, with roles; never edited afterwards.

The owner of an older file did everything in it alone and so keeps every role. Rows are never
removed, so that no id is given twice.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE people (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        sign_in TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(sign_in) BETWEEN 1 AND 60),
        provider_id INTEGER REFERENCES providers (id),
        active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
        must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
        pin TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        ended_at TEXT
    ) STRICT""",
    """CREATE TABLE person_roles (
        person_id INTEGER NOT NULL REFERENCES people (id),
        role TEXT NOT NULL
            CHECK (role IN ('owner', 'therapist', 'assistant', 'biller', 'front-desk')),
        PRIMARY KEY (person_id, role)
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO people (id, name, sign_in, provider_id, created_at)
        SELECT id, name, CASE WHEN id = 1 THEN 'owner' ELSE 'owner' || id END,
            (SELECT p.id FROM providers p WHERE p.first_name || ' ' || p.last_name = users.name),
            created_at
        FROM users ORDER BY id""",
    """INSERT INTO person_roles (person_id, role)
        SELECT people.id, value
        FROM people, json_each('["owner", "therapist", "biller", "front-desk"]')""",
    "DROP TABLE users",
)
