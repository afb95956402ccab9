"""The thorough check of a practice file: every page, reference, audit row and document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.store import anchor, chain, copies, engine, manifests
from core.store.file_names import SUFFIX, backups_folder
from core.store.first_look import PAGE_BYTES
from core.store.rows import all_rows, scalar

if TYPE_CHECKING:
    from core.store.practice_file import PracticeFile


class Check(StrEnum):
    """What was looked at when a fault showed."""

    PAGES = "pages"
    AUDIT = "audit-trail"
    ANCHOR = "anchor"
    BACKUPS = "backups"
    DOCUMENTS = "documents"


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
    agreement = anchor.Agreement.MISSING
    found = [Fault(Check.PAGES, words) for words in faults(file)]
    if found:
        return Verification(tuple(found), 0, None, agreement, ())
    report = chain.ChainReport(0)
    set_back: tuple[int, ...] = ()
    if _has_chain(file.db):
        report = chain.walk(file.db, file.chain_key)
        if report.message:
            found.append(Fault(Check.AUDIT, report.message))
        noted = anchor.read(file.path, file.keys.install) or manifest_head(file)
        agreement = anchor.agreement(file.db, noted)
        if agreement in _ANCHOR_FAULTS and noted:
            found.append(Fault(Check.ANCHOR, _ANCHOR_FAULTS[agreement].format(noted.seq)))
        found += backup_faults(file)
        set_back = _set_back(file.db)
    found += document_faults(file.db)
    return Verification(tuple(found), report.entries, report.first_bad, agreement, set_back)


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
    message = chain.walk(db, key).message if _has_chain(db) else ""
    return (message,) if message else ()


def document_faults(db: engine.Database) -> list[Fault]:
    """Documents whose bytes are not those that were handed out."""
    found = []
    for number, sha256, body in db.execute("SELECT number, sha256, body FROM documents"):
        if hashlib.sha256(bytes(body)).hexdigest() != sha256:
            message = f"Document {number} is not as it was handed out."
            found.append(Fault(Check.DOCUMENTS, message))
    return found


def backup_faults(file: PracticeFile) -> list[Fault]:
    """Backup copies that tell of another trail than the file's own."""
    found = []
    stem = file.path.name.removesuffix(SUFFIX)
    for copy in copies.copies_in(backups_folder(file.path), stem).values():
        try:
            manifest = manifests.read(copy, file.key)
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
        manifest = manifests.read(file.path, file.key)
    except manifests.ManifestDamaged:
        return None
    return manifest.head if manifest else None


def row_counts(db: engine.Database) -> dict[str, int]:
    """How many rows each table holds."""
    sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    return {row["name"]: db[row["name"]].count for row in all_rows(db, sql)}


def _has_chain(db: engine.Database) -> bool:
    return int(scalar(db, "PRAGMA user_version")) >= chain.SINCE_SCHEMA


def _set_back(db: engine.Database) -> tuple[int, ...]:
    """Entries that tell that the file did not continue the trail noted outside it."""
    rows = db.execute("SELECT seq FROM audit_events WHERE action = 'audit.anchor' ORDER BY seq")
    return tuple(int(row[0]) for row in rows)
