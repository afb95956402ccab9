"""Clinicians whose notes of the last weeks are compared with their own before, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.audit.drift import Drift
from core.model.permissions import Permission
from core.services import generic_notes
from ui.context import Context


class GenericNotesPresenter(QObject):
    """`changed` once everybody was looked at; each clinician is a read of its own."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.drifts: tuple[Drift, ...] = ()
        self._waiting: list[int] = []
        self._found: list[Drift] = []

    def load(self) -> None:
        """Look at everybody anew."""
        self._ctx.tasks.read(generic_notes.treating, self._begin, replaces="generic-notes")

    def _begin(self, numbers: tuple[int, ...]) -> None:
        self._waiting, self._found = list(numbers), []
        self._next()

    def _next(self) -> None:
        if self._waiting:
            number = self._waiting.pop(0)
            self._ctx.tasks.read(
                lambda p: generic_notes.of_clinician(p, number), self._took,
                replaces="generic-notes",
            )  # fmt: skip
            return
        # who should be looked at first stands first
        self._found.sort(key=lambda one: (not one.got_generic, one.clinician))
        self.drifts = tuple(self._found)
        self.changed.emit()

    def _took(self, one: Drift | None) -> None:
        if one is not None:
            self._found.append(one)
        self._next()


class ClaimNotesPresenter(QObject):
    """Who of those whose sessions are about to be billed should be looked at first.

    Silent for who neither audits nor exports claims.
    """

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.drifts: tuple[Drift, ...] = ()

    def ask(self, encounter_ids: tuple[int, ...]) -> None:
        """Look at who rendered these sessions."""
        if not self._ctx.may(Permission.AUDIT_SESSIONS, Permission.EXPORT_CLAIMS):
            return
        if not encounter_ids:
            self._took(())
            return
        self._ctx.tasks.read(
            lambda p: generic_notes.before_claims(p, encounter_ids), self._took,
            replaces="claim-notes",
        )  # fmt: skip

    def _took(self, drifts: tuple[Drift, ...]) -> None:
        self.drifts = drifts
        self.changed.emit()
