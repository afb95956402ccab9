"""Outcome measures on the session screen: the strip, and the sheet that takes scores by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.model.outcomes import MeasureProgress, OutcomeEntry, OutcomeScore, OutcomeStanding
from core.services import outcomes
from ui.message_host import Sheet
from ui.models.outcome_rows import value_words
from ui.theme import px
from ui.widgets.basics import heading, label, muted, row
from ui.widgets.measure_entry import MeasureEntry

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from ui.context import Context
    from ui.presenters.session import SessionPresenter
    from ui.screens.session_layout import SessionLayout

_DROP = "Enter keeps what is typed. Esc again closes without keeping it."
_NOT_YOURS = "Scores are typed by who treats the patient."


class MeasureSheet(Sheet):
    """One score after the other; Enter keeps one, Esc goes back to the session."""

    def __init__(self, window: QWidget, entry: MeasureEntry) -> None:
        super().__init__(window)
        self.setObjectName("measures")
        self.setAccessibleName("Outcome measures")
        self.panel.setFixedWidth(min(px(560), window.width() - px(40)))
        self.entry = entry
        self.said = label("", kind="good", wrap=True)
        self.said.setObjectName("measure-said")
        self.said.hide()
        self._warned = False
        self.body.addLayout(
            row(heading("Outcome measures"), None, muted("Enter keeps  ·  Esc closes"))
        )
        self.body.addWidget(entry)
        self.body.addWidget(self.said)

    def ask(self) -> None:
        """Show it and take the keyboard."""
        self.open(self.entry.finder)

    def kept(self, scores: tuple[OutcomeScore, ...]) -> None:
        """Tell what is on disk; the next measure can be typed."""
        target = self.entry.target
        self._warned = False
        if target is not None:
            told = f"{len(scores)} values"
            if len(scores) == 1 and scores[0].score is not None:
                told = value_words(scores[0].score, target.measure.unit)
            self.said.setText(f"Saved: {target.title} {told}")
            self.said.show()
        self.entry.kept()
        self.entry.finder.setFocus()

    def cancel(self) -> None:
        """What is typed is not dropped by one key."""
        if self.entry.is_dirty() and not self._warned:
            self._warned = True
            self.entry.echo.setText(_DROP)
            return
        super().cancel()


class SessionMeasures(QObject):
    """Reads the patient's measures for the strip and opens the sheet."""

    def __init__(
        self, ctx: Context, presenter: SessionPresenter, view: SessionLayout, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ctx, self._presenter, self._view = ctx, presenter, view
        self._shown: tuple[MeasureProgress, ...] = ()
        self._may = False
        presenter.loaded.connect(self.reload)
        view.measures.button.clicked.connect(self.open)

    def reload(self) -> None:
        """Read the measures again."""
        number = self._presenter.record.patient_id

        def ask(p: OpenPractice) -> OutcomeStanding:
            return outcomes.standing(p, number)

        self._ctx.tasks.read(ask, self._got, replaces="session-measures")

    def open(self) -> None:
        """Take scores for the session's day; they name the session once it is stored."""
        record = self._presenter.record
        if not self._may:
            self._ctx.messages.toast(_NOT_YOURS, "muted")
            return
        self._view.table.keep_open_editor()
        entry = MeasureEntry(self._ctx, outcomes.measures(), primary=True)
        entry.show_patient(record.patient_id, self._shown, record.date, record.id)
        sheet = MeasureSheet(self._view.window(), entry)
        entry.choose_kept()

        def submit(entries: tuple[OutcomeEntry, ...]) -> None:
            self._ctx.tasks.change(
                lambda p: outcomes.save(p, entries), kept, sheet.entry.show_problem
            )

        def kept(scores: tuple[OutcomeScore, ...]) -> None:
            sheet.kept(scores)
            self.reload()

        entry.submitted.connect(submit)
        sheet.ask()

    def _got(self, found: OutcomeStanding) -> None:
        self._shown = found.progress
        self._may = found.can_write
        self._view.measures.setVisible(not found.withheld)
        self._view.measures.button.setVisible(found.can_write)
        self._view.measures.show_progress(found.progress)
