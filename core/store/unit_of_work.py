"""One change: all its rows and its audit row, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.store import audit, engine
from core.store.guard import Mode

if TYPE_CHECKING:
    from sqlite_utils import Database

    from core.store.practice_file import PracticeFile


@dataclass(slots=True)
class UnitOfWork:
    """A change under way; what is set on it before the end goes into its audit row."""

    db: Database
    now: datetime
    action: str
    object_kind: str
    object_id: int | None = None
    patient_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    actor: str | None = None  # whoever has the practice open


@contextmanager
def transaction(file: PracticeFile, work: UnitOfWork) -> Iterator[UnitOfWork]:
    """Run a block as one transaction: on disk when this returns, undone when it raises.

    Raises DataProblem when file or disk fail; after a failure that leaves the state of the
    disk in doubt the practice file takes no more changes.
    """
    connection = file.db.conn
    # Outside a unit of work SQLite itself refuses every write.
    with file.guard.allow(Mode.CHANGING):
        try:
            connection.execute("BEGIN IMMEDIATE")
            rows = connection.total_changes
            yield work
            unchanged = connection.total_changes == rows
            head = audit.append(
                file.db,
                file.chain_key,
                work.now,
                file.actor if work.actor is None else work.actor,
                work.action,
                work.object_kind,
                work.object_id,
                work.patient_id,
                work.detail,
            )
            connection.execute("COMMIT")
            file.guard.is_unchanged = unchanged
        except BaseException as error:
            _undo(file, error)
            problem = engine.problem_of(error)
            if problem is None:
                raise
            raise problem from error
    if file.anchor is not None:
        file.anchor.write(head)


def _undo(file: PracticeFile, error: BaseException) -> None:
    if engine.is_fatal(error):
        file.stop_writing(engine.problem_of(error))
    try:
        if file.db.conn.in_transaction:
            file.db.conn.execute("ROLLBACK")
    except engine.SqliteError as second:
        file.stop_writing(engine.problem_of(second) or engine.problem_of(error))
