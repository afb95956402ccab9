"""The open practice file: one connection, one writer, one door for changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import DataProblem, UnitwiseError
from core.store import engine, kept_keys, removal
from core.store.guard import Guard, Mode
from core.store.unit_of_work import UnitOfWork, transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

    from core.model.clock import Clock
    from core.store.anchor import Anchor
    from core.store.keyslots import KeyFile

# Where this process has a practice open. POSIX drops every lock of a process on a file as soon
# as any of its handles on it is closed, so such a file must not even be read a second time.
_open_here: set[tuple[int, int]] = set()


def is_open_here(path: Path) -> bool:
    """Whether this very process has the practice file open; does not touch the file."""
    try:
        return _identity(path) in _open_here
    except OSError:
        return False


class PracticeFile:
    """The open, unlocked practice file; lives on the thread that opened it.

    Outside `unit_of_work` it can only be read.
    """

    def __init__(
        self, path: Path, db: Database, keys: KeyFile, key: bytes, actor: str, clock: Clock
    ) -> None:
        self.path = path
        self.db = db
        self.keys = keys
        self.key = key
        self.actor = actor
        self.clock = clock
        self.chain_key = kept_keys.chain_key(db, key, keys.install)
        self.former_manifest_keys = kept_keys.former_manifest_keys(db)
        self.seal_key = kept_keys.seal_key(db, key, keys.install)
        self.anchor: Anchor | None = None
        self.is_closed = False
        self._stopped: UnitwiseError | None = None
        self._working = False
        self.guard = Guard(db.conn)
        self._at = _identity(path)
        _open_here.add(self._at)

    def unit_of_work(
        self,
        action: str,
        object_kind: str,
        object_id: int | None = None,
        patient_id: int | None = None,
        detail: dict[str, Any] | None = None,
    ) -> AbstractContextManager[UnitOfWork]:
        """One change with its audit row; `object_id` and `detail` may be set inside.

        Saved when the block has ended; undone when it raises. Raises DataProblem when the
        file or the disk fails. A unit of work inside another is a bug.
        """
        work = UnitOfWork(
            self.db, self.clock.now(), action, object_kind, object_id, patient_id, detail or {}
        )
        return self._one_at_a_time(work)

    @contextmanager
    def _one_at_a_time(self, work: UnitOfWork) -> Iterator[UnitOfWork]:
        if self._working:
            raise RuntimeError(f"{work.action}: a unit of work is already open")
        if self._stopped is not None:
            raise self._stopped
        self._working = True
        try:
            with transaction(self, work):
                yield work
        finally:
            self._working = False

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Allow what backup, migration and re-key may do: ATTACH, DROP, triggers, any write."""
        with self.guard.allow(Mode.LIFTED):
            yield

    @contextmanager
    def removing(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """Inside a unit of work that removes one record: lift what refuses it, and only that.

        Gives the triggers' names and words; whoever drops them makes them again before the end.
        """
        found = removal.guards(self.db)
        with self.guard.allow(Mode.REMOVING, frozenset(name for name, _ in found)):
            yield found
            if removal.guards(self.db) != found:
                raise RuntimeError("a guard of signed rows was not made again")

    def stop_writing(self, problem: UnitwiseError | None) -> None:
        """Refuse every further change with this problem: the disk's state is in doubt."""
        self._stopped = problem or DataProblem(engine.DAMAGED)

    @property
    def is_stopped(self) -> bool:
        """Whether changes are refused after a failure of file or disk."""
        return self._stopped is not None

    def close(self) -> None:
        """Let go of the file and its lock; the log is folded into it."""
        if self.is_closed:
            return
        self.is_closed = self.guard.is_closed = True
        try:
            if self.anchor is not None:
                self.anchor.close()
            self.db.conn.close()
        finally:
            _open_here.discard(self._at)


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
