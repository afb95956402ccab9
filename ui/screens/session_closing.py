"""How a session ends: saved, signed, complete, on a superbill, or back to what was saved."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.errors import InvalidInput, UnitwiseError, UserProblem
from core.model.kinds import EncounterState, Severity
from core.services import encounters
from ui.context import Context
from ui.presenters.session import SessionPresenter
from ui.presenters.session_checks import Check, Place
from ui.presenters.session_keeper import SessionKeeper
from ui.screens.session_layout import SessionLayout
from ui.screens.session_signing import SIGN, SessionSigning

_SUPERBILL, _EXPLAINED = "superbill", "explained"
_UNREADABLE = "A cell cannot be read yet, so there is no bill to explain. Correct it first."
# Fields of a refused save, and the field of this screen that mends it.
_FIELDS = {
    "rendering_provider_id": "provider",
    "assistant_provider_id": "assistant",
    "location_id": "location",
    "place_of_service": "place",
    "diagnoses": "diagnosis",
}


class SessionClosing(QObject):
    """`place_asked(place)` takes the cursor to what stands in the way."""

    place_asked = Signal(object)
    reopen_asked = Signal(dict)

    def __init__(
        self,
        ctx: Context,
        presenter: SessionPresenter,
        keeper: SessionKeeper,
        view: SessionLayout,
        signing: SessionSigning,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._signing = signing
        self._ctx = ctx
        self._presenter = presenter
        self._keeper = keeper
        self._view = view
        self._then = ""
        self._told = ""
        keeper.saved.connect(self._saved)
        keeper.completed.connect(self._completed)
        keeper.failed.connect(self._not_saved)

    def can_leave(self) -> bool:
        """Whether nothing is lost by going; else the person is asked."""
        if not (self._keeper.in_trouble and self._keeper.dirty):
            return True
        self._ctx.messages.ask(
            "This session could not be saved. Leave it all the same?",
            self._keeper.let_go,
            yes="Let it go, then leave",
            no="Stay",
            detail="What was typed since the last save is then lost.",
            danger=True,
        )
        return False

    def save(self) -> None:
        """Save; while a cell cannot be read its text is kept as a draft instead."""
        self._view.table.keep_open_editor()
        self._keeper.save()

    def complete(self) -> None:
        """Sign the session, or complete it for who does not sign; an error is gone to instead.

        Of a signed session it is the next thing: a countersignature or an addendum.
        """
        if self._presenter.locked:
            self._signing.follow()
        elif self._signing.next_step == SIGN:
            self._view.table.keep_open_editor()
            if self._is_fit("signed"):
                self._signing.sign()
        else:
            self._complete_then("")

    def superbill(self) -> None:
        """Show the superbill of this session, which must be complete for it."""
        self._view.table.keep_open_editor()
        if self._presenter.record.state is not EncounterState.COMPLETE:
            self._ctx.messages.ask(
                "Complete this session now?",
                lambda: self._complete_then(_SUPERBILL),
                yes="Complete and preview",
                detail="A superbill shows complete sessions: their charges stand.",
            )
        elif self._keeper.behind and not self._presenter.locked:
            self._complete_then(_SUPERBILL)
        else:
            self._open_superbill()

    def explain(self) -> None:
        """Show the paper that explains the bill as it is saved, so save first what is not."""
        self._view.table.keep_open_editor()
        if not self._presenter.read:
            self._refuse([], "saved")
        elif self._presenter.locked or (
            self._presenter.record.id is not None and not self._keeper.behind
        ):
            self._open_explained()
        elif self._presenter.record.state is EncounterState.COMPLETE:
            self._complete_then(_EXPLAINED)
        else:
            self._then = _EXPLAINED
            self._keeper.save()

    def discard(self) -> None:
        """Go back to the saved version, after asking."""
        number = self._presenter.record.id
        if number is None:
            return
        self._ctx.messages.ask(
            "Open the saved version instead of what was restored?",
            lambda: self._ctx.tasks.change(
                lambda p: encounters.discard_draft(p, number),
                lambda _: self.reopen_asked.emit({"encounter_id": number}),
            ),
            yes="Open the saved version",
            no="Keep what was restored",
            detail="What was typed since the last save is then gone.",
            danger=True,
        )

    def _complete_then(self, page: str) -> None:
        self._view.table.keep_open_editor()
        if not self._is_fit("complete"):
            return
        self._then = page
        if not self._presenter.minutes_moved:
            self._keeper.complete()
            return
        self._ctx.messages.ask_text(
            "Why do the minutes change?",
            "Reason, kept with the session and printed",
            self._keeper.complete,
            yes="Complete",
            detail="This session was signed before with other minutes.",
        )

    def _is_fit(self, word: str) -> bool:
        """Whether nothing stands in the way; else it is said, and the cursor goes there."""
        errors = [one for one in self._presenter.checks if one.severity is Severity.ERROR]
        if errors or not self._presenter.read:
            self._refuse(errors, word)
            return False
        return True

    def _refuse(self, errors: list[Check], word: str) -> None:
        if errors:
            self._ctx.messages.warn(f"The session is not {word} yet. {errors[0].message}")
            self.place_asked.emit(errors[0].place)
        else:
            self._ctx.messages.warn("The session holds no service yet. Type a code first.")
            self.place_asked.emit(Place(row=0))

    def _open_superbill(self) -> None:
        record = self._presenter.record
        args = {"patient_id": record.patient_id, "encounter_ids": (record.id,)}
        self._ctx.navigate(_SUPERBILL, args)

    def _open_explained(self) -> None:
        self._ctx.navigate(_EXPLAINED, {"encounter_id": self._presenter.record.id})

    def _saved(self, _receipt: object) -> None:
        self._told = ""
        if not self._keeper.last_was_draft:
            self._view.restored.hide()
            self._view.discard_button.hide()
        if self._then == _EXPLAINED:
            self._explain_saved()

    def _explain_saved(self) -> None:
        """Go on to the paper; what lives only in a draft has no bill yet."""
        if not self._keeper.last_was_draft:
            self._then = ""
            self._open_explained()
        elif self._presenter.problems or self._presenter.date_problem:
            self._then = ""
            self._ctx.messages.warn(_UNREADABLE)

    def _completed(self, _receipt: object) -> None:
        page, self._then = self._then, ""
        self._ctx.messages.toast("Session complete")
        if page == _SUPERBILL:
            self._open_superbill()

    def _not_saved(self, problem: UnitwiseError) -> None:
        self._then = ""
        if str(problem) != self._told:
            # The next pause tries again; the same sentence is said once.
            self._told = str(problem)
            self._ctx.messages.problem(problem)
        if self._keeper.last_was_draft:
            return  # the cursor stays where somebody is typing
        first = problem.problems[0] if isinstance(problem, InvalidInput) else problem
        if not isinstance(first, UserProblem) or not first.field:
            return
        field = _FIELDS.get(first.field, first.field)
        if field == "diagnosis" or self._view.header.field(field) is not None:
            self.place_asked.emit(Place(field=field))
