"""What of a patient's record was disclosed, how long it is kept, and its removal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.model.disclosure import Disclosure
from core.model.permissions import Permission
from core.model.retention import Removed, Retention
from core.services import accounting, disclosures, retention
from ui.context import Context

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

Failed = Callable[[UnitwiseError], None]
_Period = tuple[date, date] | None


class PrivacyPresenter(QObject):
    """`changed` when the log or the record's term was read; `removed` when the record is gone.

    `term` is None for who may not remove records, `period` for who may not print.
    """

    changed = Signal()
    saved = Signal(str)
    removed = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.patient_id = 0
        self.rows: tuple[Disclosure, ...] = ()
        self.term: Retention | None = None
        self.period: _Period = None

    def load(self, patient_id: int) -> None:
        """Read the log of a patient and how long the record is kept."""
        self.patient_id = patient_id
        reads = self._ctx.may(Permission.DOCUMENTS_READ)
        removes = self._ctx.may(Permission.RECORDS_REMOVE)
        prints = self._ctx.may(Permission.DOCUMENTS_PRINT)

        def ask(p: OpenPractice) -> tuple[tuple[Disclosure, ...], Retention | None, _Period]:
            return (
                disclosures.list_for(p, patient_id) if reads else (),
                retention.of_patient(p, patient_id) if removes else None,
                accounting.usual_period(p) if prints else None,
            )

        self._ctx.tasks.read(ask, self._got, lambda _: None, replaces="patient-privacy")

    def _got(self, answer: tuple[tuple[Disclosure, ...], Retention | None, _Period]) -> None:
        self.rows, self.term, self.period = answer
        self.changed.emit()

    def record(self, one: Disclosure, done: Callable[[Disclosure], None], failed: Failed) -> None:
        """Write down a disclosure."""
        self._change(lambda p: disclosures.record(p, one), done, failed)

    def take_back(self, number: int, reason: str) -> None:
        """Mark one as entered in error."""
        self._change(lambda p: disclosures.take_back(p, number, reason))

    def set_hold(self, reason: str) -> None:
        """Put the record under a legal hold."""
        number = self.patient_id
        self._change(lambda p: retention.set_hold(p, number, reason))

    def lift_hold(self, reason: str) -> None:
        """End the legal hold."""
        number = self.patient_id
        self._change(lambda p: retention.lift_hold(p, number, reason))

    def remove(self, reason: str, secret: str, failed: Failed) -> None:
        """Remove the whole record for good."""
        number = self.patient_id

        def gone(result: Removed) -> None:
            self.removed.emit(result)

        self._ctx.tasks.change(
            lambda p: retention.remove_patient(p, number, reason, secret), gone, failed
        )

    def _change(
        self,
        op: Callable[[OpenPractice], Any],
        done: Callable[[Any], None] = lambda _: None,
        failed: Failed | None = None,
    ) -> None:
        def kept(result: Any) -> None:
            done(result)
            self.saved.emit(f"Saved {self._ctx.clock.now().astimezone():%H:%M:%S}")
            self.load(self.patient_id)

        self._ctx.tasks.change(op, kept, failed or self._ctx.messages.problem)
