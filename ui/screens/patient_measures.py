"""A patient's outcome measures: how each stands, its chart or table, and where scores are typed."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.model.kinds import Side
from core.model.outcomes import MeasureProgress, OutcomeEntry, OutcomeScore
from core.model.patient_file import PatientFile
from core.notes.outcomes.limbs import LimbPair
from core.services import outcomes
from ui.context import Context
from ui.models.outcome_history import (
    ACTIVITIES,
    ActivityRow,
    corrections_of,
)
from ui.models.outcome_rows import (
    GIRTHS,
    PROGRESS,
    SCORES,
    ProgressRow,
    ScoreRow,
    girth_rows,
    place_words,
    score_rows,
)
from ui.models.row_table import RowTable
from ui.presenters.measure_draft import pair_words
from ui.presenters.measure_targets import Target
from ui.presenters.patient import PatientPresenter
from ui.presenters.score_chart import chart_of
from ui.screens.patient_panel import PatientPanel
from ui.theme import px
from ui.widgets.basics import Card, column, heading, label, muted, quiet_button, row
from ui.widgets.corrections_card import CorrectionsCard
from ui.widgets.marks_card import MarksCard
from ui.widgets.measure_entry import MeasureEntry
from ui.widgets.pair import paired
from ui.widgets.row_view import RowView
from ui.widgets.score_chart import ScoreChart

_NONE = (
    "No measures yet. Type a score at the right: a questionnaire, degrees of a joint, or girths."
    " What changed, and whether it matters, then stands here and in the progress report."
)
_ROWS = 4  # of the list, before it scrolls
_LOWEST, _HIGHEST = 250, 520  # of the picture
_SIDE = 1  # column of the scores' table


class MeasuresPanel(PatientPanel):
    """The list and the chart on the left; typing and published values on the right."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self._scores: tuple[OutcomeScore, ...] = ()
        self._progress: tuple[MeasureProgress, ...] = ()
        self._history: tuple[OutcomeScore, ...] = ()
        self._may = True
        self.view = RowView(RowTable(PROGRESS, ctx.theme), "Measures")
        self.view.setObjectName("measure-table")
        self.none = muted(_NONE, wrap=True)
        self.none.setObjectName("measure-none")
        self.chart = ScoreChart(ctx.theme)
        self.table = RowView(RowTable(SCORES, ctx.theme), "Scores of this measure")
        self.table.setObjectName("score-table")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.chart)
        self.stack.addWidget(self.table)
        self.name = heading("")
        self.turn = quiet_button("Show table")
        self.turn.setObjectName("measure-turn")
        self.correct = quiet_button("Correct", icon="edit")
        self.correct.setObjectName("measure-correct")
        self.take_back = quiet_button("Take back")
        self.take_back.setObjectName("measure-take-back")
        self.entry = MeasureEntry(ctx, outcomes.measures())
        self.marks = MarksCard()
        self.girths = RowView(RowTable(GIRTHS, ctx.theme), "Girths place by place")
        self.girths.setObjectName("girth-table")
        self.activities = RowView(RowTable(ACTIVITIES, ctx.theme), "Activities one by one")
        self.activities.setObjectName("activity-table")
        self.volumes = label("", wrap=True)
        self.volumes.setObjectName("limb-volumes")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.listed = listed = Card("Measures")
        listed.body.addWidget(self.none)
        listed.body.addWidget(self.view)
        self.pictured = Card()
        self.pictured.body.addLayout(
            row(self.name, None, self.correct, self.take_back, self.turn, spacing=8)
        )
        self.pictured.body.addWidget(self.stack, 1)
        self.typed = Card("New score")
        self.typed.body.addWidget(self.entry)
        self.girth_card = Card("Girths of both limbs")
        self.girth_card.body.addWidget(self.volumes)
        self.girth_card.body.addWidget(self.girths)
        self.activity_card = Card("Activities that the patient named")
        self.activity_card.body.addWidget(self.activities)
        self.corrected = CorrectionsCard()
        left = QWidget()
        left.setLayout(column(listed, self.pictured, self.corrected, None, spacing=12))
        right = column(
            self.typed, self.girth_card, self.activity_card, self.marks, None, spacing=12
        )
        self.setLayout(column(paired(left, right, (8, 7))))

    def _connect(self) -> None:
        self.view.moved.connect(self._row_moved)
        self.view.opened.connect(lambda _: self.entry.focus_first())
        self.table.moved.connect(lambda _: self._dress())
        self.turn.clicked.connect(self._turn)
        self.correct.clicked.connect(self._correct)
        self.take_back.clicked.connect(self._take_back)
        self.entry.submitted.connect(self._submit)
        self.entry.edited.connect(self.dirty_changed)
        self.entry.target_chosen.connect(self._show_target)

    def _fit(self) -> None:
        """The list shows a few rows, the picture takes what is left of the window."""
        rows = min(max(len(self._progress), 1), _ROWS)
        self.view.setFixedHeight(px(44) + px(32) * rows)
        left = self.height() - self.listed.sizeHint().height() - px(12)
        if not self.corrected.isHidden():
            left -= self.corrected.sizeHint().height() + px(12)
        self.pictured.setFixedHeight(min(max(left, px(_LOWEST)), px(_HIGHEST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def start(self) -> None:
        self._scores, self._progress, self._history = (), (), ()
        self.entry.start()
        self.view.show_rows(())
        self.stack.setCurrentWidget(self.chart)

    def show_file(self, file: PatientFile) -> None:
        self._scores = file.outcomes
        self._progress = outcomes.progress_of(file.outcomes)
        self._history = file.outcome_history
        known = bool(self._progress)
        self._may = file.can_measure
        self.typed.setVisible(file.can_measure)
        self.entry.show_patient(file.patient.id or 0, self._progress)
        self.entry.choose_kept()
        self.view.show_rows(tuple(ProgressRow(one) for one in self._progress))
        for part in (self.view, self.pictured):
            part.setVisible(known)
        self.none.setVisible(not known)
        self._fit()
        if not known:
            self._show(None)

    def is_dirty(self) -> bool:
        return self.entry.is_dirty()

    def save(self) -> None:
        self.entry.submit()

    def keep(self) -> None:
        self.entry.submit()

    def first_focus(self) -> QWidget:
        return self.entry.finder if self._may else self.view

    def _row_moved(self, row: ProgressRow | None) -> None:
        self._show(row.progress if row is not None else None)

    def _show_target(self, target: Target) -> None:
        """Bring the chosen measure's row up, where it was measured before."""
        for held in self.view.table.rows:
            if target.holds(held.progress.measure, held.progress.place):
                self.view.choose(held.id)
                return

    def _show(self, one: MeasureProgress | None) -> None:
        shown = self._beside(one)
        limb = one is not None and one.measure == "girth"
        self.chart.show_chart(chart_of(shown), one.title if one else "")
        self.table.show_rows(score_rows(self._scores, shown))
        self.table.hide_columns((_SIDE,), hidden=not any(each.side for each in shown))
        self.marks.show_progress(None if limb else one)
        self.girth_card.setVisible(limb)
        self._show_activities(one)
        self._show_corrections(shown)
        if one is not None:
            both = len(shown) > 1
            self.name.setText(one.place_label.capitalize() if both else place_words(one))
            self.entry.follow(one.measure, one.place)
        if one is not None and limb:
            self._show_girths(one, shown)
        self._dress()

    def _show_activities(self, one: MeasureProgress | None) -> None:
        rows = tuple(ActivityRow(part) for part in one.activities) if one else ()
        self.activities.show_rows(rows)
        self.activities.setFixedHeight(px(34) + px(32) * len(rows) + px(8))
        self.activity_card.setVisible(bool(rows))

    def _show_corrections(self, shown: tuple[MeasureProgress, ...]) -> None:
        """Who corrected which score, when and why: what was kept first stays to be seen."""
        self.corrected.show_rows(corrections_of(self._history, shown))
        self._fit()

    def _beside(self, one: MeasureProgress | None) -> tuple[MeasureProgress, ...]:
        """Both sides of a place, the left one first."""
        if one is None:
            return ()
        return tuple(
            other
            for other in self._progress
            if (other.measure, other.place) == (one.measure, one.place)
        )

    def _show_girths(self, one: MeasureProgress, shown: tuple[MeasureProgress, ...]) -> None:
        rows = girth_rows(self._scores, one.place)
        self.girths.show_rows(rows)
        self.girths.setFixedHeight(px(34) + px(32) * len(rows) + px(8))
        told = [f"{each.side} {each.now.score:,.0f} mL" for each in shown]
        pair = _pair(self._scores, one.place)
        if pair is not None:
            told += [pair_words(pair), *outcomes.criteria_words(pair, one.now.day)]
        words = "  ·  ".join(told)
        self.volumes.setText(f"{words[:1].upper()}{words[1:]}.")

    def _dress(self) -> None:
        table = self.stack.currentWidget() is self.table
        self.turn.set_words("Show chart" if table else "Show table")
        chosen = table and self._may and self.table.current() is not None
        self.correct.setVisible(chosen)
        self.take_back.setVisible(chosen)

    def _turn(self) -> None:
        chart = self.stack.currentWidget() is self.chart
        self.stack.setCurrentWidget(self.table if chart else self.chart)
        self._dress()
        if chart:
            self.table.setFocus()

    def _submit(self, entries: tuple[OutcomeEntry, ...]) -> None:
        def kept(_: object) -> None:
            self.entry.kept()
            self.entry.finder.setFocus()

        self.presenter.save_outcomes(entries, kept, self.entry.show_problem)

    def _correct(self) -> None:
        row: ScoreRow | None = self.table.current()
        if row is not None:
            self.entry.correct(row.score)

    def _take_back(self) -> None:
        row: ScoreRow | None = self.table.current()
        number = row.score.id if row is not None else None
        if number is None:
            return
        self.ctx.messages.ask_text(
            "Take this score back?",
            "Reason, kept with the score",
            lambda reason: self.presenter.take_back_outcome(
                number, reason, self.ctx.messages.problem
            ),
            yes="Take back",
            detail="It stays in the file with the reason and counts no more.",
        )


def _pair(scores: tuple[OutcomeScore, ...], limb: str) -> LimbPair | None:
    """The latest volumes of both limbs where they are of the same places."""
    last = {one.side: one for one in scores if (one.measure, one.place) == ("girth", limb)}
    left, right = last.get(Side.LEFT), last.get(Side.RIGHT)
    if left is None or right is None or left.landmarks != right.landmarks:
        return None
    if left.score is None or right.score is None:
        return None
    return LimbPair(left.score, right.score)
