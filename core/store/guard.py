"""What SQLite itself refuses on a practice file, so that no slip of ours can do it."""

from __future__ import annotations

from collections.abc import Collection

from core.store.engine import sqlcipher3

OK: int = sqlcipher3.SQLITE_OK
DENY: int = sqlcipher3.SQLITE_DENY
_PRAGMA: int = sqlcipher3.SQLITE_PRAGMA
_PRAGMAS = frozenset({"key", "rekey", "hexkey", "hexrekey", "writable_schema"})
_ACTIONS = frozenset(
    getattr(sqlcipher3, f"SQLITE_{name}")
    for name in (
        "ATTACH",
        "DETACH",
        "ALTER_TABLE",
        "CREATE_TRIGGER",
        "CREATE_TEMP_TRIGGER",
        "DROP_TABLE",
        "DROP_TRIGGER",
        "DROP_TEMP_TRIGGER",
        "DROP_INDEX",
        "DROP_VIEW",
        "DROP_VTABLE",
    )
)


_TRIGGERS = (sqlcipher3.SQLITE_CREATE_TRIGGER, sqlcipher3.SQLITE_DROP_TRIGGER)


class Guard:
    """The authorizer: no attaching, no dropping, no new trigger, no rekeying, unless lifted.

    `triggers` are those that may be dropped and made again while one record is removed.
    """

    def __init__(self) -> None:
        self.lifted = False
        self.triggers: Collection[str] = ()

    def __call__(self, action: int, first: str | None, *_rest: str | None) -> int:
        if self.lifted or (action in _TRIGGERS and first in self.triggers):
            return OK
        guarded_pragma = action == _PRAGMA and (first or "").lower() in _PRAGMAS
        return DENY if guarded_pragma or action in _ACTIONS else OK
