"""Changing the reference library: a copy is built beside it, checked, and swapped in by rename."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import DataProblem

_ASIDE = ".reference-aside"
_PREFIX, _SUFFIX = ".reference-", ".part"
_A_DAY = 24 * 60 * 60  # seconds
Connection = sqlite3.Connection  # for those who hand one on without opening any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS icd10_editions (
    fiscal_year INTEGER PRIMARY KEY, known_from TEXT NOT NULL, known_to TEXT NOT NULL,
    source TEXT NOT NULL, codes INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS icd10_codes (
    id INTEGER PRIMARY KEY, fiscal_year INTEGER NOT NULL REFERENCES icd10_editions,
    code TEXT NOT NULL, description TEXT NOT NULL, also TEXT NOT NULL,
    UNIQUE (fiscal_year, code)
) STRICT;
CREATE VIRTUAL TABLE IF NOT EXISTS icd10_words USING fts5(
    description, also, content='icd10_codes', content_rowid='id', prefix='2 3',
    tokenize="unicode61 remove_diacritics 2"
);
CREATE TABLE IF NOT EXISTS public_tables (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, variant TEXT NOT NULL, period TEXT NOT NULL,
    known_from TEXT NOT NULL, known_to TEXT NOT NULL, source TEXT NOT NULL,
    factor TEXT NOT NULL, rows INTEGER NOT NULL, digest TEXT NOT NULL,
    UNIQUE (kind, variant, period)
) STRICT;
CREATE TABLE IF NOT EXISTS ncci_pairs (
    table_id INTEGER NOT NULL REFERENCES public_tables, column_1 TEXT NOT NULL, packed BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS ncci_by_code ON ncci_pairs (table_id, column_1);
CREATE TABLE IF NOT EXISTS mue_limits (
    table_id INTEGER NOT NULL REFERENCES public_tables, code TEXT NOT NULL,
    units INTEGER NOT NULL, mai INTEGER NOT NULL, PRIMARY KEY (table_id, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fee_values (
    table_id INTEGER NOT NULL REFERENCES public_tables, code TEXT NOT NULL, status TEXT NOT NULL,
    work TEXT NOT NULL, practice TEXT NOT NULL, malpractice TEXT NOT NULL,
    reduced INTEGER NOT NULL, PRIMARY KEY (table_id, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fee_indices (
    table_id INTEGER NOT NULL REFERENCES public_tables, mac TEXT NOT NULL, locality TEXT NOT NULL,
    name TEXT NOT NULL, work TEXT NOT NULL, practice TEXT NOT NULL, malpractice TEXT NOT NULL,
    PRIMARY KEY (table_id, mac, locality)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fee_counties (
    table_id INTEGER NOT NULL REFERENCES public_tables, mac TEXT NOT NULL, locality TEXT NOT NULL,
    state TEXT NOT NULL, area TEXT NOT NULL, counties TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS fee_zips (
    table_id INTEGER NOT NULL REFERENCES public_tables, zip TEXT NOT NULL, state TEXT NOT NULL,
    mac TEXT NOT NULL, locality TEXT NOT NULL, PRIMARY KEY (table_id, zip)
) STRICT, WITHOUT ROWID;
"""


@contextmanager
def building(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the library to change; it takes the old one's place when the block ends well.

    Whatever fails leaves the old library as it was, and no copy behind. Raises DataProblem when
    the disk or the copy is at fault; other errors pass through.
    """
    part: Path | None = None
    try:
        part = _copy(path)
        connection = sqlite3.connect(part)
        try:
            # The copy is thrown away unless all goes well, so it needs no journal of its own.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.executescript(_SCHEMA)
            yield connection
            connection.commit()
            if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("quick_check failed")
        finally:
            connection.close()
        part.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise DataProblem(
            "The reference library could not be written; the old one is still in use. "
            "Look for free space in the data folder and try again."
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextmanager
def kept_aside(path: Path) -> Iterator[Callable[[], None]]:
    """Hands out what puts the library back as it is now, for an import of several tables.

    Nothing is copied where the disk can give one file two names: a change swaps the library as a
    whole. Raises DataProblem when the disk is at fault.
    """
    aside = path.with_name(_ASIDE)

    def put_back() -> None:
        if aside.exists():
            aside.replace(path)
        else:
            path.unlink(missing_ok=True)

    try:
        aside.unlink(missing_ok=True)  # of an import that was killed
        if path.exists():
            _link(path, aside)
        yield put_back
    except OSError as error:
        raise DataProblem(
            "The reference library could not be put back as it was. "
            "Look for free space in the data folder and import the tables again."
        ) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _link(path: Path, aside: Path) -> None:
    try:
        os.link(path, aside)
    except OSError:
        shutil.copyfile(path, aside)


def _copy(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    os.close(handle)
    _sweep(Path(name))
    if _is_sound(path):
        try:
            shutil.copyfile(path, name)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    return Path(name)


def _sweep(newest: Path) -> None:
    """Take away copies that an import left behind when it was killed or the power failed.

    One that changed within a day may be another import's at work.
    """
    now = newest.stat().st_mtime
    for part in newest.parent.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):  # gone meanwhile, or held by another program
            if now - part.stat().st_mtime > _A_DAY:
                part.unlink()


def _is_sound(path: Path) -> bool:
    """Whether there is a library to go on from; one that cannot be read is built anew."""
    if not path.is_file() or not path.stat().st_size:
        return False
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone())
    except sqlite3.DatabaseError:
        return False
    finally:
        db.close()
