"""Keeping the session: drafts on every pause, one change under way at a time."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import UnitwiseError
from core.model.kinds import EncounterState
from core.model.session import Receipt, SessionRecord
from core.services import encounters, signing
from core.services.signing_checks import NONE, Reasons
from ui.person_tasks import PersonTasks
from ui.presenters.session import SessionPresenter
from ui.tasks import Tasks

PAUSE_MS = 1000


class SessionKeeper(QObject):
    """Keeps what is typed after each pause; `told(kind, text)` for the status line.

    `saved`, `completed` and `signed` come only with the receipt of the practice file; after a
    failure everything stays on screen and the next keystroke tries again.
    """

    told = Signal(str, str)
    saved = Signal(object)
    completed = Signal(object)
    signed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, presenter: SessionPresenter, tasks: Tasks | PersonTasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._tasks = tasks
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.keep_draft)
        self._dirty = False
        self._running = ""
        self._wanted = ""
        self._reasons = NONE
        self._session = 0
        self.last_was_draft = False
        self.in_trouble = False
        self.behind = False  # whether the saved session lacks what is on screen or in its draft
        presenter.edited.connect(self._edited)
        presenter.loaded.connect(self._loaded)

    @property
    def dirty(self) -> bool:
        """Whether something on screen is not yet in the practice file."""
        return self._dirty or bool(self._running)

    def keep_draft(self) -> None:
        """Keep the raw texts now, if anything changed."""
        self._timer.stop()
        if self._dirty:
            self._start("draft")

    def save(self) -> None:
        """Save the session as it stands.

        A cell that cannot be read lives only in the draft, and a complete session changes only by
        being completed again: both are kept as a draft.
        """
        self._timer.stop()
        complete = self._presenter.record.state is EncounterState.COMPLETE
        held_back = self._presenter.problems or self._presenter.date_problem
        self._start("draft" if complete or held_back else "save")

    def complete(self, minutes_reason: str = "") -> None:
        """Save the session and call it complete; a reason where signed minutes change."""
        self._timer.stop()
        self._reasons = Reasons(minutes=minutes_reason)
        self._start("complete")

    def sign(self, reasons: Reasons) -> None:
        """Save, complete and sign the session in one go."""
        self._timer.stop()
        self._reasons = reasons
        self._start("sign")

    def let_go(self) -> None:
        """Give up what could not be kept; the person was asked."""
        self._timer.stop()
        self._dirty = self.in_trouble = False

    def _edited(self) -> None:
        self.behind = True
        if not self._dirty:
            self._dirty = True
            self.told.emit("muted", "Not saved yet")
        self._timer.start()

    def _loaded(self) -> None:
        # Answers to changes of the session shown before belong to it, not to this one.
        self._session += 1
        self._timer.stop()
        self._dirty, self._running, self._wanted = False, "", ""
        self.in_trouble = False
        file = self._presenter.file
        self.behind = self._presenter.restored or bool(file and file.insurer_changed)

    def _start(self, how: str) -> None:
        if self._running:
            # The receipt under way brings the id and version that the next change needs.
            self._wanted = how if self._wanted in ("", "draft") else self._wanted
            return
        record, body = self._presenter.whole_record(), self._presenter.body()
        self._running, self._dirty = how, False
        session, reasons = self._session, self._reasons

        def done(receipt: Receipt) -> None:
            if shiboken6.isValid(self):
                self._done(session, how, receipt, record)

        def failed(problem: UnitwiseError) -> None:
            if shiboken6.isValid(self):
                self._failed(session, problem)

        if how == "draft":
            self._tasks.change(lambda p: encounters.autosave(p, record, body), done, failed)
        elif how == "sign":
            self._tasks.change(lambda p: signing.sign(p, record, reasons), done, failed)
        else:
            complete = how == "complete"
            self._tasks.change(
                lambda p: encounters.save(p, record, complete, reasons.minutes), done, failed
            )

    def _done(self, session: int, how: str, receipt: Receipt, record: SessionRecord) -> None:
        if session != self._session:
            return
        self._running, self.in_trouble = "", False
        self.last_was_draft = how == "draft"
        self.behind = self.last_was_draft or self._dirty
        saved = None if how == "draft" else record.services
        self._presenter.kept(receipt, saved, complete=how in ("complete", "sign"))
        time = receipt.saved_at.astimezone().strftime("%H:%M:%S")
        complete = self._presenter.record.state is EncounterState.COMPLETE
        if how == "draft" and complete:
            self.told.emit("warning", f"Draft kept {time}: complete again to change the charges")
        else:
            self.told.emit("good", f"Saved {time}")
        self.saved.emit(receipt)
        if how == "complete":
            self.completed.emit(receipt)
        if how == "sign":
            self.signed.emit(receipt)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._start(wanted)
        elif self._dirty:
            self.told.emit("muted", "Not saved yet")

    def _failed(self, session: int, problem: UnitwiseError) -> None:
        if session != self._session:
            return
        self.last_was_draft = self._running == "draft"
        self._running, self._wanted, self._dirty = "", "", True
        self.in_trouble = True
        self.told.emit("error", "Not saved")
        self.failed.emit(problem)
