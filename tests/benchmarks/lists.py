"""Patient search, a day's list and opening a session in the large practice."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from functools import partial

from core.services import encounters, patients, today
from core.store.engine import Database
from tests.benchmarks.build import LAST_DAY
from tests.benchmarks.large import open_large
from tests.benchmarks.measure import Row, percentile, ratio, samples, spread

_PEOPLE = 150
_SESSIONS = 300
_BY_ID = "SELECT * FROM encounters WHERE id = ?"
_BY_DAY = "SELECT * FROM encounters WHERE date = ?"


def run(quick: bool) -> list[Row]:
    """Every call of these stands between a key and a picture."""
    practice = open_large(quick)
    db = practice.file.db
    try:
        rng = random.Random(2)
        names = [row[0] for row in db.execute("SELECT last_name FROM patients").fetchall()]
        typed = _keystrokes(rng.sample(names, min(_PEOPLE, len(names))))
        search = samples(partial(patients.search, practice, text) for text in typed)
        bare = samples(_bare_search(names, typed))
        last = db.execute("SELECT max(id) FROM encounters").fetchone()[0]
        picks = [rng.randint(1, last) for _ in range(_SESSIONS)]
        opened = samples(partial(encounters.open_session, practice, n) for n in picks)
        row = samples(partial(_fetch, db, _BY_ID, n) for n in picks)
        day = samples([partial(today.day_list, practice, LAST_DAY)] * 100)
        rows = samples([partial(_fetch, db, _BY_DAY, LAST_DAY.isoformat())] * 100)
    finally:
        practice.file.close()
    return [
        _row("Patient search, a keystroke", search, bare, "prefix search of names, plain SQLite"),
        _row("Open a session", opened, row, "its bare row, encrypted"),
        _row("A day's list", day, rows, "its bare rows, encrypted"),
    ]


def _fetch(db: Database, sql: str, value: object) -> object:
    return db.execute(sql, (value,)).fetchall()


def _row(what: str, ours: list[float], floor: list[float], floor_is: str) -> Row:
    factor = ratio(percentile(ours, 0.5), percentile(floor, 0.5))
    return Row(what, spread(ours), spread(floor), factor, floor_is)


def _keystrokes(names: list[str]) -> list[str]:
    """What is in the field after each key, as a person types the names."""
    return [name[:n] for name in names for n in range(1, min(len(name), 6) + 1)]


def _bare_search(names: list[str], typed: list[str]) -> list[Callable[[], object]]:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE p (name TEXT COLLATE NOCASE)")
    db.executemany("INSERT INTO p VALUES (?)", [(name,) for name in names])
    db.execute("CREATE INDEX i ON p (name)")
    sql = "SELECT name FROM p WHERE name >= ? AND name < ? ORDER BY name LIMIT 50"

    def look(text: str) -> object:
        return db.execute(sql, (text, text + "\U0010ffff")).fetchall()

    return [partial(look, text) for text in typed]
