"""A connection that keeps what it prepared while one thing was allowed apart from all the rest.

SQLite asks the authorizer when it prepares a statement, not when it runs one, and Python keeps
prepared statements by their text. So the text says what was allowed: an INSERT that a unit of
work prepared is another text than the same INSERT outside, which is prepared, and refused, anew.
`PRAGMA query_only` would refuse it too, but each turn of it throws every statement away, and
preparing them again was more than half of what opening a session cost.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

import sqlcipher3

KEPT = 256  # prepared statements; the program has some two hundred that are run often


class Cursor(sqlcipher3.Cursor):  # type: ignore[misc] # sqlcipher3 carries no types
    """Runs every statement under the mark of its connection."""

    def execute(self, sql: str, *values: Any) -> Any:
        return super().execute(sql + self.connection.mark, *values)

    def executemany(self, sql: str, *values: Any) -> Any:
        return super().executemany(sql + self.connection.mark, *values)


class Connection(sqlcipher3.Connection):  # type: ignore[misc] # sqlcipher3 carries no types
    """`mark` is a comment that says what is allowed now; `answers` are what is remembered.

    The guard keeps both: there is nothing to remember while something is being changed.
    """

    mark = ""
    answers: dict[Any, Any] | None = None

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._cursors: WeakSet[Any] = WeakSet()

    def cursor(self, factory: Any = None) -> Any:
        made = super().cursor(factory or Cursor)
        self._cursors.add(made)
        return made

    def close(self) -> None:
        """Let go of the file, also where a failure still holds the statement that failed.

        SQLite keeps a file open, and locked, until its last statement is gone.
        """
        for cursor in list(self._cursors):
            cursor.close()
        super().close()

    def open_blob(self, *_: Any, **__: Any) -> Any:
        """Refused: it would write without asking the authorizer."""
        raise sqlcipher3.OperationalError("blobs are written by statements only")
