"""What the practice file itself knows of its keys: the slots in force, keys that outlive a re-key.

A new data key would break the audit chain, the seals of signed notes and those of older backup
manifests, which are all made with subkeys of the data key. So a re-key first keeps those subkeys
inside the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.store.keyslots import NOBODY
from core.store.rows import scalar
from core.store.subkeys import Purpose, subkey

if TYPE_CHECKING:
    from sqlite_utils import Database

_CHAIN, _SEAL, _MANIFEST = "audit-chain", "note-seal", "backup-manifest"


def slots_in_force(db: Database) -> dict[int, str]:
    """The id of the slot in force by person, `NOBODY` for the recovery code's.

    Empty in a file whose key file was never changed since it was of version 1.
    """
    if not _has(db, "key_slots"):
        return {}
    rows = db.execute("SELECT slot, person_id FROM key_slots").fetchall()
    return {person or NOBODY: slot for slot, person in rows}


def put_in_force(db: Database, slots: dict[int, str]) -> None:
    """Keep these slots as the ones in force."""
    db.execute("DELETE FROM key_slots")
    for person, slot in sorted(slots.items()):
        db.execute("INSERT INTO key_slots (slot, person_id) VALUES (?, ?)", (slot, person or None))


def chain_key(db: Database, key: bytes, install: str) -> bytes:
    """The key of the audit chain: the kept one, or what the data key gives."""
    kept = _kept(db, _CHAIN)
    return kept[0] if kept else subkey(key, install, Purpose.AUDIT_CHAIN)


def seal_key(db: Database, key: bytes, install: str) -> bytes:
    """The key of signed notes' seals: the kept one, or what the data key gives."""
    kept = _kept(db, _SEAL)
    return kept[0] if kept else subkey(key, install, Purpose.NOTE_SEAL)


def former_manifest_keys(db: Database) -> tuple[bytes, ...]:
    """What sealed the manifests of copies from before a re-key."""
    return _kept(db, _MANIFEST)


def keep(db: Database, key: bytes, install: str) -> None:
    """Keep what has to outlive this data key."""
    if not _kept(db, _CHAIN):
        _insert(db, _CHAIN, subkey(key, install, Purpose.AUDIT_CHAIN))
    if not _kept(db, _SEAL):
        _insert(db, _SEAL, subkey(key, install, Purpose.NOTE_SEAL))
    manifest = subkey(key, install, Purpose.BACKUP_MANIFEST)
    if manifest not in _kept(db, _MANIFEST):
        _insert(db, _MANIFEST, manifest)


def _insert(db: Database, purpose: str, value: bytes) -> None:
    db.execute("INSERT INTO kept_keys (purpose, value) VALUES (?, ?)", (purpose, value))


def _kept(db: Database, purpose: str) -> tuple[bytes, ...]:
    if not _has(db, "kept_keys"):
        return ()
    rows = db.execute(
        "SELECT value FROM kept_keys WHERE purpose = ? ORDER BY id DESC", (purpose,)
    ).fetchall()
    return tuple(bytes(row[0]) for row in rows)


def _has(db: Database, table: str) -> bool:
    return bool(scalar(db, "SELECT 1 FROM sqlite_master WHERE name = ?", (table,)))
