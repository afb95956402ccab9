"""The practice's own audit: choose, run, read, review, print."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.audit.words import sample_words
from core.errors import UserProblem
from core.model.audits import AuditKind
from core.services.auditing import AuditChoice
from ui.context import Context
from ui.page import Page
from ui.presenters.audit_room import AuditPresenter, audit_words, periods
from ui.presenters.generic_notes import GenericNotesPresenter
from ui.screens.audit_paper import PaperAsk
from ui.theme import px
from ui.widgets.audit_papers import PapersBar
from ui.widgets.audit_result import AuditResult
from ui.widgets.basics import Card, EmptyState, Notice, muted
from ui.widgets.basics_fields import ComboBox, CountField, DateField, FieldRow, TextField
from ui.widgets.flow import FlowRow
from ui.widgets.generic_notice import GenericNotice
from ui.widgets.pair import scrolled
from ui.widgets.progress_line import ProgressLine

_CODE, _SIZE = "97140", "30"
_WHAT = (("A drawn sample", AuditKind.SAMPLE), ("Every session", AuditKind.EVERYTHING))
_EMPTY = (
    "One audit each quarter shows what is lost and what is at risk. A sample is drawn by a seed, "
    "so that it can be drawn again; every finding has its rule and its source."
)


class QuarterPart(QWidget):
    """The choices, then the audit that is shown."""

    def __init__(
        self, page: Page, ctx: Context, presenter: AuditPresenter, notes: GenericNotesPresenter
    ) -> None:
        super().__init__()
        self._ctx, self._page, self.presenter = ctx, page, presenter
        self._notes = notes
        self.generic = GenericNotice()
        self.run = page.make_action("Audit this quarter", "Ctrl+Return", "gauge")
        self.run.triggered.connect(self.start)
        self.rows: dict[str, FieldRow] = {}
        self._make_fields()
        self.words = muted("", wrap=True)
        self.words.setObjectName("audit-sample-words")
        self.progress = ProgressLine("audit")
        self.notice = Notice("error", "")
        self.notice.setObjectName("audit-notice")
        self.notice.hide()
        self.kept = ComboBox()
        self.kept.setObjectName("audit-kept")
        self.kept.setAccessibleName("Audits kept")
        self.result = AuditResult(ctx.theme)
        self.result.findings.keep_unsaved(ctx)
        self.papers = PapersBar(ctx.clock.today, ctx.person.name if ctx.person else "")
        self.empty = EmptyState(_EMPTY, self.run, "gauge", "No audit yet")
        self._lay_out()
        self._connect()
        self._take_period()

    def _make_fields(self) -> None:
        today = self._ctx.clock.today
        self.period = ComboBox(periods(today()))
        self.first, self.last = DateField(today), DateField(today)
        self.what = ComboBox(_WHAT)
        self.code = TextField("all codes", 5)
        self.code.setText(_CODE)
        self.sample = CountField(most=5000)
        self.sample.setText(_SIZE)
        self.seed = CountField(least=0, most=999_999_999)
        self.seed.setText(today().strftime("%Y%m%d"))
        self.period.setCurrentIndex(1)

    def _lay_out(self) -> None:
        card = Card("What to audit", margin=12)
        line = FlowRow()
        for words, editor, name, width in (
            ("P&eriod", self.period, "period", 190), ("From", self.first, "first", 150),
            ("To", self.last, "last", 150), ("&What", self.what, "what", 160),
            ("C&ode", self.code, "code", 84), ("Sample si&ze", self.sample, "size", 96),
            ("See&d", self.seed, "seed", 110),
        ):  # fmt: skip
            made = FieldRow(words, editor, name=f"audit-{name}")
            made.setFixedWidth(px(width))
            self.rows[name] = made
            line.add(made)
        card.body.addWidget(line)
        card.body.addWidget(self.words)
        card.body.addWidget(self.progress)
        card.body.addWidget(self.notice)
        self._kept_row = FieldRow("&Shown", self.kept, name="audit-kept")
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(12))
        self.result.above.addWidget(self._kept_row)
        for widget in (self.generic, card, self.result, self.papers, self.empty):
            lines.addWidget(widget)
        lines.setStretch(2, 1)
        lines.setStretch(4, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(lines))

    def _connect(self) -> None:
        shown = self.presenter
        shown.changed.connect(self._show)
        self._notes.changed.connect(lambda: self.generic.show_drifts(self._notes.drifts))
        shown.stepped.connect(lambda done, all_: self.progress.show_step(done, all_, "sessions"))
        self.progress.stopped.connect(shown.stop)
        self.period.currentIndexChanged.connect(self._take_period)
        self.what.currentIndexChanged.connect(self._say)
        self.sample.textChanged.connect(self._say)
        self.last.textChanged.connect(self._say)
        self.kept.currentIndexChanged.connect(self._choose)
        self.result.opened.connect(self._open)
        self.result.findings.reviewed.connect(shown.review)
        self.result.findings.packet.connect(self._packet)
        self.result.changes.chosen.connect(shown.compare_with)
        self.papers.asked.connect(self._paper)

    def _take_period(self) -> None:
        chosen = self.period.value()
        if isinstance(chosen, tuple):
            self.first.set_value(chosen[0])
            self.last.set_value(chosen[1])
        self._say()

    def _say(self) -> None:
        """What the sample can show, before it is drawn."""
        sample = self.what.value() is AuditKind.SAMPLE
        for editor in (self.sample, self.seed):
            editor.setEnabled(sample)
        size, day = self.sample.count(), self._day()
        try:
            line = self.presenter.line(day)
        except UserProblem as problem:
            self.words.setText(str(problem))
            return
        if not sample:
            self.words.setText("Every completed session of the period with this code is checked.")
        else:
            self.words.setText(sample_words(size, line) if size else "")

    def _day(self) -> date:
        return self.last.value() or self._ctx.clock.today()

    def choice(self) -> AuditChoice | None:
        """What is chosen; None where a field cannot be read."""
        rows = ("first", "last", "size", "seed")
        readable = [self.rows[name].check_now() for name in rows]  # each tells its own problem
        if not all(readable):
            return None
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            self.notice.show_notice("error", "Type the first and the last day of the period.")
            self.notice.show()
            return None
        kind = AuditKind(str(self.what.value()))
        size, seed = self.sample.count() or 1, self.seed.count() or 0
        return AuditChoice(first, last, kind, self.code.text().strip().upper(), size, seed)

    def start(self) -> None:
        """Run the audit that is chosen."""
        self.notice.hide()
        chosen = self.choice()
        if chosen is not None:
            self.progress.show_step(0, 0, "sessions")
            self.presenter.start(chosen)

    def _show(self) -> None:
        state = self.presenter
        self.progress.setVisible(state.running)
        self.progress.cancel.setEnabled(not state.stopping)
        self.run.setEnabled(not state.running)
        if state.problem is not None:
            self.notice.show_notice("error", str(state.problem))
        self.notice.setVisible(state.problem is not None)
        self._offer_kept()
        self._say()
        shown = state.shown()
        for widget in (self.result, self.papers):
            widget.setVisible(shown is not None)
        self.empty.setVisible(state.loaded and shown is None and not state.audits)
        if shown is not None:
            self.result.show_result(shown)
            names = sorted({p.clinician for p in shown.totals.places if p.clinician})
            self.papers.offer(tuple(names))

    def _offer_kept(self) -> None:
        choices = tuple((audit_words(one), one.id) for one in self.presenter.audits)
        self.kept.blockSignals(True)
        if self.kept.count() != len(choices):
            self.kept.set_choices(choices)
        if self.presenter.view is not None:
            self.kept.set_value(self.presenter.view.record.id)
        self.kept.blockSignals(False)

    def _choose(self) -> None:
        number = self.kept.value()
        if isinstance(number, int):
            self.presenter.show(number)

    def _open(self, encounter_id: int) -> None:
        self._ctx.navigate("session", {"encounter_id": encounter_id})

    def _packet(self, encounter_id: int) -> None:
        counsel = self.papers.counsel.isChecked()
        self._ctx.navigate("packet", {"encounter_ids": (encounter_id,), "counsel": counsel})

    def _paper(self, name: str) -> None:
        found = self.presenter.view
        if found is None or found.paper is None:
            return
        bar = self.papers
        ask = PaperAsk(
            name, found.paper, found, str(bar.clinician.value() or ""), bar.owner.text().strip(),
            bar.until.value(), counsel=bar.counsel.isChecked(),
        )  # fmt: skip
        self._ctx.navigate("audit_paper", {"ask": ask})

    def primary(self) -> QAction:
        """The one main action."""
        return self.run
