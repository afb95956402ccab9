"""Migration 17: text that was typed and not saved when the window was locked or closed.

Each row is for its writer alone; it goes when the text is saved or thrown away.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE kept_texts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id),
        patient_id INTEGER REFERENCES patients (id),
        form TEXT NOT NULL CHECK (form <> ''),
        record TEXT NOT NULL,
        title TEXT NOT NULL CHECK (title <> ''),
        fields TEXT NOT NULL CHECK (json_valid(fields)),
        kept_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX kept_texts_by_person ON kept_texts (person_id, form, record)",
)
