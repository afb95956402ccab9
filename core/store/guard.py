"""What SQLite itself refuses on a practice file, so that no slip of ours can do it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import Enum
from weakref import proxy

from core.store.engine import Connection, sqlcipher3

OK: int = sqlcipher3.SQLITE_OK
DENY: int = sqlcipher3.SQLITE_DENY
_PRAGMA: int = sqlcipher3.SQLITE_PRAGMA
_PRAGMAS = frozenset({"key", "rekey", "hexkey", "hexrekey", "writable_schema"})
# Those that write into the file when they are given a value.
_WRITING_PRAGMAS = frozenset(
    {
        "application_id",
        "auto_vacuum",
        "incremental_vacuum",
        "journal_mode",
        "schema_version",
        "user_version",
    }
)


def _codes(*names: str) -> frozenset[int]:
    return frozenset(getattr(sqlcipher3, f"SQLITE_{name}") for name in names)


_ACTIONS = _codes(
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
_READING = _codes("SELECT", "READ", "FUNCTION", "RECURSIVE")
_TRIGGERS = _codes("CREATE_TRIGGER", "DROP_TRIGGER")


class Mode(Enum):
    """What is allowed now; the value is the mark of statements that were prepared then."""

    READING = ""
    CHANGING = " /*changing*/"
    REMOVING = " /*removing*/"
    LIFTED = " /*lifted*/"


class Guard:
    """The authorizer: reading only, unless changed inside a unit of work, and there no
    attaching, no dropping, no new trigger, no rekeying, unless lifted.

    `triggers` are those that may be dropped and made again while one record is removed.
    `is_unchanged` is for a unit of work to say: it wrote nothing but what the trail tells of it.
    """

    def __init__(self, connection: Connection) -> None:
        self.mode = Mode.READING
        self.is_unchanged = False
        self.triggers: Collection[str] = ()
        self.is_closed = False
        # The connection holds the guard; held by it in turn it would never be let go of.
        self._connection: Connection = proxy(connection)
        connection.mark, connection.answers = self.mode.value, {}
        connection.set_authorizer(self)

    @contextmanager
    def allow(self, mode: Mode, triggers: Collection[str] = ()) -> Iterator[None]:
        """Allow more for a while; inside what is lifted everything stays lifted.

        What was remembered is remembered again after it only if it says `is_unchanged`.
        """
        connection, before = self._connection, (self.mode, self.triggers)
        answers, connection.answers = connection.answers, None
        self.is_unchanged = False
        if self.mode is not Mode.LIFTED:
            self._turn(mode, triggers)
        try:
            yield
        finally:
            self._turn(*before)
            if answers is not None and not self.is_closed:
                connection.answers = answers if self.is_unchanged else {}

    def _turn(self, mode: Mode, triggers: Collection[str]) -> None:
        self.mode, self.triggers = mode, triggers
        self._connection.mark = mode.value

    def __call__(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if self.mode is Mode.LIFTED or (action in _TRIGGERS and first in self.triggers):
            return OK
        if action == _PRAGMA:
            name = (first or "").lower()
            writes = self.mode is Mode.READING and second is not None and name in _WRITING_PRAGMAS
            return DENY if writes or name in _PRAGMAS else OK
        if self.mode is Mode.READING:
            return OK if action in _READING else DENY
        return DENY if action in _ACTIONS else OK
