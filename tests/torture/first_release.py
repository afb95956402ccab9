"""A practice as the first release wrote it, made from one of today."""

from __future__ import annotations

from pathlib import Path

from core.store.file_names import anchor_path
from tests.support.practice import reopen
from tests.torture import clinic

_BACK = (
    "DROP TRIGGER audit_seals_no_update",
    "DROP TRIGGER audit_seals_no_delete",
    "DROP TRIGGER audit_seals_in_order",
    "DROP TABLE audit_seals",
    "DROP INDEX audit_events_at",
    "DELETE FROM _sqlite_migrations WHERE name = 'm0002_audit_seals'",
    "PRAGMA user_version = 1",
)


def beside(base: Path) -> Path:
    """The same practice taken back to the first release, in a folder of its own."""
    folder = base.parent.with_name("first-release")
    if folder.exists():
        return folder / base.name
    path = clinic.copy_of(base, folder)
    p = reopen(path)
    with p.file.lifted():
        for statement in _BACK:
            p.file.db.execute(statement)
    p.file.anchor = None
    p.file.close()
    anchor_path(path).unlink()
    for left in (folder / "clinic backups").iterdir():
        left.unlink()
    return path
