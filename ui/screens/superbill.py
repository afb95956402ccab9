"""The superbill: choose sessions and layout, see the very PDF, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.context import Context
from ui.page import Crumb
from ui.presenters.generic_notes import ClaimNotesPresenter
from ui.presenters.superbill import SuperbillPresenter
from ui.screens.document import DocumentPage
from ui.theme import px
from ui.widgets.columns import Column
from ui.widgets.generic_notice import GenericNotice
from ui.widgets.superbill_options import LacksCard, LookCard, QuestionCard, SessionsCard

_CHOOSE = "Tick the sessions that go on the superbill. It is shown here as it will be printed."
_ANSWER = "Answer Medicare's question at the left; the superbill is shown after that."
_DRAWING = "Drawing …"


class SuperbillPage(DocumentPage):
    """Options at the left, the PDF at the right; what is printed or saved is kept first."""

    name = "superbill"
    title = "Superbill"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter: SuperbillPresenter = SuperbillPresenter(ctx.tasks, self)
        self.sessions = SessionsCard(ctx.clock.today)
        self.look = LookCard()
        self.question = QuestionCard()
        self.lacks = LacksCard()
        self.notes = ClaimNotesPresenter(ctx)
        self.notes.setParent(self)
        self.generic = GenericNotice(billing=True)
        self.show_message(_CHOOSE)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        cards = (self.generic, self.question, self.look, self.lacks, self.sessions)
        self.side = Column(*cards, stretch_last=True)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(12))
        whole.addWidget(self.side)
        whole.addWidget(self.stack, 1)
        self._dress()

    def _dress(self) -> None:
        self.side.setFixedWidth(px(380))
        self.dress_preview()

    def _connect(self) -> None:
        presenter = self.presenter
        self.ctx.theme.changed.connect(self._dress)
        presenter.loaded.connect(self._loaded)
        presenter.asked.connect(self._ask)
        presenter.asked.connect(lambda: self.notes.ask(presenter.wish.encounter_ids))
        self.notes.changed.connect(lambda: self.generic.show_drifts(self.notes.drifts))
        presenter.drawn.connect(self._drawn)
        self.sessions.chosen.connect(presenter.choose)
        self.sessions.ranged.connect(presenter.choose_range)
        self.look.changed.connect(presenter.set_look)
        self.question.answered.connect(presenter.answer)
        self.connect_document()

    # Page

    def activate(self, args: dict[str, Any]) -> None:
        self.show_message(_DRAWING)
        self.presenter.load(args["patient_id"], tuple(args.get("encounter_ids", ())))

    def crumbs(self) -> tuple[str | Crumb, ...]:
        file = self.presenter.file
        if file is None:
            return (self.title,)
        patient = file.patient
        return (
            Crumb("Patients", "patients", {}),
            Crumb(patient.full_name, "patient", {"patient_id": patient.id}),
            self.title,
        )

    def first_focus(self) -> QWidget:
        return self.sessions.list

    # Showing

    def _loaded(self) -> None:
        wish = self.presenter.wish
        self.sessions.show_sessions(self.presenter.sessions, wish.encounter_ids)
        self.chrome_changed.emit()

    def _ask(self) -> None:
        presenter = self.presenter
        was_open = self.question.isVisible()
        self.question.show_question(presenter.question, presenter.wish.reason)
        if presenter.question is not None and not was_open and not presenter.wish.reason:
            first = self.question.first_reason()
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drawn(self) -> None:
        presenter = self.presenter
        draft = presenter.draft
        self.sessions.tick(presenter.wish.encounter_ids)
        self.lacks.show_problems(draft.problems if draft else ())
        asked = presenter.question is not None and not presenter.problem
        self.show_draft(draft, presenter.problem or (_ANSWER if asked else _CHOOSE))
