"""What follows from audits: open tasks of clinicians, and overpayments with their clocks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.audits import OverpaymentState
from core.model.typed_dates import say_date
from core.services.audit_work import OverpaymentRow, TaskRow
from ui.context import Context
from ui.models.drift_rows import drift_columns
from ui.models.follow_up_rows import owed_columns, task_columns
from ui.models.row_table import RowTable
from ui.presenters.audit_room import AuditPresenter
from ui.presenters.generic_notes import GenericNotesPresenter
from ui.theme import px
from ui.widgets.basics import Card, column, label, muted, primary_button, quiet_button, row
from ui.widgets.basics_fields import FieldRow, TextField
from ui.widgets.flow import FlowRow
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.pair import scrolled
from ui.widgets.row_view import RowView

_NO_TASKS = "No finding is open: every confirmed one was seen to."
_NO_OWED = "No overpayment is on record. One is opened by each confirmed over-billing."
_NO_HABITS = "Nobody has kept a note of manual therapy in the last four weeks."
_HABITS = (
    "Each clinician beside the own notes of the half year before: how many of eight elements a "
    "note tells specifically, and how much of its wording stands in another note. Own "
    "assumptions, no rule; nothing is said where notes are few or chance could do it."
)


class _Modest(RowView):
    """A list that asks for its least height only, so that the acts under it stay in sight."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class FollowUpPart(QWidget):
    """Two lists; Enter opens the session."""

    def __init__(
        self, ctx: Context, presenter: AuditPresenter, notes: GenericNotesPresenter
    ) -> None:
        super().__init__()
        self._ctx, self.presenter, self._notes = ctx, presenter, notes
        today = ctx.clock.today()
        self.tasks = _Modest(RowTable(task_columns(today), ctx.theme), "Open findings")
        self.tasks.setObjectName("follow-tasks")
        self.done = quiet_button("Done", icon="check")
        self.done.setObjectName("follow-done")
        self.no_tasks = muted(_NO_TASKS, wrap=True)
        self.owed = _Modest(RowTable(owed_columns(today), ctx.theme), "Overpayments")
        self.owed.setObjectName("follow-owed")
        self.no_owed = muted(_NO_OWED, wrap=True)
        self.habits = RowView(RowTable(drift_columns(), ctx.theme), "Notes of the last four weeks")
        self.habits.setObjectName("follow-notes")
        self.clock_words = label("", wrap=True)
        self.clock_words.setObjectName("follow-clock")
        self.proof = TextField("Corrected claim or refund letter, number and day", 500)
        self._one: OverpaymentRow | None = None
        self.kept = KeptPlace(
            ctx, self, "overpayment", "Proof of an overpayment", lambda: {"proof": self.proof},
            lambda: KeptOf(str(self._one.owed.id)) if self._one is not None else None,
        )  # fmt: skip
        self.proof.textChanged.connect(self.kept.edited)
        self.investigate = quiet_button("Investigation begins", icon="search")
        self.claim = quiet_button("Corrected claim", icon="document")
        self.letter = quiet_button("Refund letter", icon="document")
        self.returned = primary_button("Returned", icon="check")
        self.not_owed = quiet_button("Not owed", icon="close")
        for name, button in (
            ("investigate", self.investigate), ("claim", self.claim), ("letter", self.letter),
            ("returned", self.returned), ("not-owed", self.not_owed),
        ):  # fmt: skip
            button.setObjectName(f"follow-{name}")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tasks = Card("Open findings", margin=12)
        self.tasks.setMinimumHeight(px(130))
        tasks.body.addWidget(self.no_tasks)
        tasks.body.addWidget(self.tasks, 1000)
        tasks.body.addStretch(1)
        tasks.body.addLayout(row(self.done, None))
        owed = Card("Overpayments", margin=12)
        self.owed.setMinimumHeight(px(110))
        owed.body.addWidget(self.no_owed)
        owed.body.addWidget(self.owed, 1000)
        owed.body.addStretch(1)
        owed.body.addWidget(self.clock_words)
        self._proof = FieldRow("&Proof", self.proof, name="follow-proof")
        self._settle = QWidget()
        acts = FlowRow()
        for button in (self.investigate, self.claim, self.letter, self.not_owed, self.returned):
            acts.add(button)
        acts.push_right(self.not_owed)
        self._settle.setLayout(column(self._proof, acts))
        owed.body.addWidget(self.kept.notice)
        owed.body.addWidget(self._settle)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(12))
        lines.addWidget(tasks, 1)
        lines.addWidget(owed, 1)
        lines.addWidget(self._habit_card())
        lines.addStretch(0)
        self._lines, self._cards = lines, (tasks, owed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(lines))

    def _habit_card(self) -> Card:
        card = Card("Notes of the last four weeks", margin=12)
        self.no_habits = muted(_NO_HABITS, wrap=True)
        self.habits.setMinimumHeight(px(150))
        self.habits.hide()
        for widget in (self.no_habits, self.habits, muted(_HABITS, wrap=True)):
            card.body.addWidget(widget)
        return card

    def _show_habits(self) -> None:
        drifts = self._notes.drifts
        self.habits.show_rows(drifts)
        self.habits.setVisible(bool(drifts))
        self.no_habits.setVisible(not drifts)

    def _connect(self) -> None:
        self._notes.changed.connect(self._show_habits)
        self.presenter.followed.connect(self._show)
        self.tasks.opened.connect(self._open_task)
        self.owed.opened.connect(self._open_owed)
        self.owed.moved.connect(self._tell)
        self.done.clicked.connect(self._finish)
        states = OverpaymentState
        self.investigate.clicked.connect(lambda: self._move(states.INVESTIGATING))
        self.claim.clicked.connect(lambda: self._paper("corrected_claim"))
        self.letter.clicked.connect(lambda: self._paper("refund"))
        self.returned.clicked.connect(lambda: self._move(states.RETURNED))
        self.not_owed.clicked.connect(lambda: self._move(states.NOT_OWED))

    def _show(self) -> None:
        found = self.presenter.follow
        self.tasks.show_rows(found.tasks)
        self.owed.show_rows(found.owed)
        for rows, view, words in (
            (found.tasks, self.tasks, self.no_tasks), (found.owed, self.owed, self.no_owed),
        ):  # fmt: skip
            view.setVisible(bool(rows))
            words.setVisible(not rows)
        for card, full in zip(self._cards, (found.tasks, found.owed), strict=True):
            self._lines.setStretchFactor(card, 1 if full else 0)
        self._lines.setStretch(3, 0 if found.tasks or found.owed else 1)
        self.done.setVisible(bool(found.tasks))
        self._settle.setVisible(bool(found.owed))
        self._tell(self.owed.current())

    def _tell(self, one: OverpaymentRow | None) -> None:
        self._one = one
        self.proof.clear()
        self.kept.settle()
        closed = one is None or one.owed.state.is_closed
        for button in (self.claim, self.letter):
            button.setEnabled(one is not None)
        for button in (self.investigate, self.returned, self.not_owed):
            button.setEnabled(not closed)
        if one is not None and one.owed.state is OverpaymentState.INVESTIGATING:
            self.investigate.setEnabled(False)
        self.clock_words.setText(_clock_words(one, self._ctx.clock.today()) if one else "")
        self.clock_words.setVisible(one is not None)

    def _finish(self) -> None:
        one = self.tasks.current()
        if one is not None:
            self.presenter.finish_task(one)

    def _move(self, state: OverpaymentState) -> None:
        one, proof = self.owed.current(), self.proof.text().strip()
        if one is None:
            return
        if state.is_closed and not proof:
            self._proof.set_problem("Say what proves it: it is closed for good.")
            self.proof.setFocus()
            return
        self._proof.set_problem("")
        self.presenter.settle(one, state, proof)

    def _paper(self, page: str) -> None:
        one = self.owed.current()
        if one is not None:
            self._ctx.navigate(page, {"overpayment_id": one.id})

    def _open_task(self, one: TaskRow) -> None:
        self._ctx.navigate("session", {"encounter_id": one.encounter_id})

    def _open_owed(self, one: OverpaymentRow) -> None:
        self._ctx.navigate("session", {"encounter_id": one.owed.encounter_id})


def _clock_words(one: OverpaymentRow, today: date) -> str:
    clock, owed = one.clock, one.owed
    if owed.state.is_closed:
        return f"Closed: {owed.proof}"
    if clock.due is None:
        return "No rule is known for that day, so no date can be told."
    left = (clock.due - today).days
    when = f"{left} days are left" if left >= 0 else f"{-left} days too late"
    words = f"Report and return by {say_date(clock.due)}: {when}."
    if clock.investigate_until:
        words += (
            f" A good-faith investigation can hold it until {say_date(clock.investigate_until)}."
        )
    if clock.look_back_to:
        words += f" Look back to {say_date(clock.look_back_to)}."
    return f"{words} Sources: {'; '.join(clock.cites)}."
