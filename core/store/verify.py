"""The thorough check of a practice file: every page, reference, audit row and document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from core.store import anchor, chain, copies, engine, manifests
from core.store.file_names import SUFFIX, backups_folder
from core.store.first_look import PAGE_BYTES
from core.store.rows import all_rows, scalar
from core.store.seal_checks import seal_faults

if TYPE_CHECKING:
    from core.store.practice_file import PracticeFile


class Check(StrEnum):
    """What was looked at when a fault showed."""

    PAGES = "pages"
    AUDIT = "audit-trail"
    ANCHOR = "anchor"
    BACKUPS = "backups"
    DOCUMENTS = "documents"
    SEALS = "signed-notes"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the program wrote it; holds no patient data."""

    check: Check
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a thorough check found. `first_bad` is the first audit entry at fault.

    `anchor` is how the trail stands to the note outside the file; a missing note is no fault.
    """

    faults: tuple[Fault, ...]
    entries: int
    first_bad: int | None
    anchor: anchor.Agreement
    set_back: tuple[int, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing at all was found."""
        return not self.faults


def everything(file: PracticeFile) -> Verification:
    """Check an open practice file with all that lies beside it; changes nothing in it."""
    found = _Found([Fault(Check.PAGES, words) for words in faults(file)])
    try:
        if has_chain(file.db):
            _look_at_trail(file, found)
        found.faults += document_faults(file.db)
        found.faults += [Fault(Check.SEALS, said) for said in seal_faults(file.db, file.seal_key)]
    except engine.SqliteError as error:
        if not engine.is_damage(error):
            raise
        found.faults.append(Fault(Check.PAGES, engine.error_name(error)))
    return Verification(
        tuple(found.faults),
        found.report.entries,
        found.report.first_bad,
        found.agreement,
        found.set_back,
    )


@dataclass(slots=True)
class _Found:
    faults: list[Fault]
    report: chain.ChainReport = chain.ChainReport(0)
    agreement: anchor.Agreement = anchor.Agreement.MISSING
    set_back: tuple[int, ...] = ()


def _look_at_trail(file: PracticeFile, found: _Found) -> None:
    found.report = chain.walk(file.db, file.chain_key)
    if found.report.message:
        found.faults.append(Fault(Check.AUDIT, found.report.message))
    noted = anchor.read(file.path, file.keys.install) or manifest_head(file)
    found.agreement = anchor.agreement(file.db, noted)
    if found.agreement in _ANCHOR_FAULTS and noted:
        message = _ANCHOR_FAULTS[found.agreement].format(noted.seq)
        found.faults.append(Fault(Check.ANCHOR, message))
    found.faults += backup_faults(file)
    found.set_back = _set_back(file.db)


_ANCHOR_FAULTS = {
    anchor.Agreement.AHEAD: (
        "The trail once reached entry {}: entries were cut off, or an older copy took the "
        "file's place."
    ),
    anchor.Agreement.DIFFERS: "Entry {} is not the one noted outside the file.",
}


def faults(file: PracticeFile) -> tuple[str, ...]:
    """What is wrong with an open practice file, in SQLite's words; empty when all is well."""
    connection = file.db.conn
    try:
        with file.lifted():
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            found = page_faults(connection)
        size = file.path.stat().st_size
        expected = int(scalar(file.db, "PRAGMA page_count")) * PAGE_BYTES
    except engine.SqliteError as error:
        return (engine.error_name(error) or type(error).__name__,)
    return found if size == expected else (*found, "the file's length is not its number of pages")


def page_faults(connection: engine.Connection) -> tuple[str, ...]:
    """What SQLCipher's page tags, SQLite's structures and the foreign keys complain about."""
    try:
        tags = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        links = [
            f"reference from {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")
        ]
    except engine.SqliteError as error:
        return (engine.error_name(error) or type(error).__name__,)
    return (*tags, *(row for row in rows if row != "ok"), *links)


def chain_faults(db: engine.Database, key: bytes) -> tuple[str, ...]:
    """What a walk along the audit trail finds; a file from before there were seals has nothing."""
    message = chain.walk(db, key).message if has_chain(db) else ""
    return (message,) if message else ()


def document_faults(db: engine.Database) -> list[Fault]:
    """Documents whose bytes are not those that were handed out."""
    found = []
    for number, sha256, body in db.execute("SELECT number, sha256, body FROM documents"):
        if hashlib.sha256(bytes(body)).hexdigest() != sha256:
            message = f"Document {number} is not as it was handed out."
            found.append(Fault(Check.DOCUMENTS, message))
    if db["patient_files"].exists():
        for number, sha256, body in db.execute("SELECT id, sha256, body FROM patient_files"):
            if hashlib.sha256(bytes(body)).hexdigest() != sha256:
                message = f"Kept paper {number} is not as it was taken in."
                found.append(Fault(Check.DOCUMENTS, message))
    return found


def backup_faults(file: PracticeFile) -> list[Fault]:
    """Backup copies that tell of another trail than the file's own."""
    found = []
    stem = file.path.name.removesuffix(SUFFIX)
    for copy in copies.copies_in(backups_folder(file.path), stem).values():
        try:
            manifest = manifests.read(copy, file.key, file.former_manifest_keys)
        except manifests.ManifestDamaged:
            found.append(Fault(Check.BACKUPS, f"The manifest of “{copy.name}” was changed."))
            continue
        head = manifest.head if manifest else None
        if head and chain.seal_of(file.db, head.seq) != head.mac:
            message = f"Entry {head.seq} is not the one in the backup copy “{copy.name}”."
            found.append(Fault(Check.BACKUPS, message))
    return found


def manifest_head(file: PracticeFile) -> chain.Head | None:
    """The end of the trail that the manifest beside a backup copy names."""
    try:
        manifest = manifests.read(file.path, file.key, file.former_manifest_keys)
    except manifests.ManifestDamaged:
        return None
    return manifest.head if manifest else None


def row_counts(db: engine.Database) -> dict[str, int]:
    """How many rows each table holds."""
    sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    return {row["name"]: db[row["name"]].count for row in all_rows(db, sql)}


def last_change(db: engine.Database) -> datetime | None:
    """When the newest audit row was written."""
    found = scalar(db, "SELECT at FROM audit_events ORDER BY seq DESC LIMIT 1")
    return datetime.fromisoformat(found) if found else None


def has_chain(db: engine.Database) -> bool:
    """Whether the file is of a version that seals its audit rows."""
    return int(scalar(db, "PRAGMA user_version")) >= chain.SINCE_SCHEMA


def _set_back(db: engine.Database) -> tuple[int, ...]:
    """Entries that tell that the file did not continue the trail noted outside it."""
    rows = db.execute("SELECT seq FROM audit_events WHERE action = 'audit.anchor' ORDER BY seq")
    return tuple(int(row[0]) for row in rows)
