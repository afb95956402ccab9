"""The ordered diagnoses: found by code or words, kept on each change, undone by Ctrl+Z."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.checks import icd10_problem
from core.model.patient import Diagnosis
from core.model.patient_file import PatientFile
from ui.context import Context
from ui.models.row_table import Column, RowTable
from ui.presenters.patient import PatientPresenter
from ui.theme import px
from ui.widgets.basics import Button, Card, ghost_button, label, muted
from ui.widgets.find_field import FindField
from ui.widgets.row_view import RowView

MOST = 24

Listed = tuple[Diagnosis, ...]


class DiagnosesCard(Card):
    """A field that finds codes over the list of those that hold."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__("Diagnoses")
        self.ctx, self.presenter = ctx, presenter
        self._listed: Listed = ()
        self._before: list[Listed] = []
        self.finder = FindField("Add by ICD-10 code or words: M54.5, neck pain", "diagnosis-find")
        self.problem = label("", look="small", kind="error", wrap=True)
        self.problem.hide()
        self.view = RowView(RowTable(self._columns(), ctx.theme), "Diagnoses in order")
        self.view.setObjectName("diagnosis-table")
        self.none = muted(
            "No diagnosis yet. The first one should best support why treatment is needed.",
            wrap=True,
        )
        self.up = self._button("up", "Move up", "Alt+Up")
        self.down = self._button("down", "Move down", "Alt+Down")
        self.remove = self._button("trash", "Remove", "Del")
        self.undo = self._button("undo", "Undo", "")
        self._lay_out()
        self._connect()

    def _columns(self) -> tuple[Column[Diagnosis], ...]:
        return (
            Column[Diagnosis]("No.", lambda one: str(self._listed.index(one) + 1), 44, number=True),
            Column[Diagnosis]("Code", lambda one: one.dotted, 88, strong=True),
            Column[Diagnosis]("Description", lambda one: one.description, 200, grow=1),
        )

    def _button(self, icon: str, words: str, keys: str) -> Button:
        made = ghost_button("", keys, icon)
        made.setText("")
        made.setAccessibleName(words)
        made.setToolTip(f"{words} ({keys or 'Ctrl+Z'})")
        made.setObjectName(f"diagnosis-{icon}")
        return made

    def _lay_out(self) -> None:
        for button in (self.up, self.down, self.remove, self.undo):
            self.header.addWidget(button)
        self.body.addWidget(self.finder)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.none)
        self.body.addWidget(self.view, 1)
        self.body.addStretch(0)
        self.setMinimumHeight(px(240))

    def _connect(self) -> None:
        self.finder.asked.connect(self._search)
        self.finder.taken.connect(self.add)
        self.up.clicked.connect(lambda: self._shift(-1))
        self.down.clicked.connect(lambda: self._shift(1))
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._undo)
        self.view.left_top.connect(self.finder.setFocus)
        self.view.typed.connect(self._go_on_typing)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.view)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._undo)

    def start(self) -> None:
        """Another patient comes."""
        self._before.clear()
        self.finder.clear()
        self._show(())

    def show_file(self, file: PatientFile) -> None:
        self._show(file.diagnoses)

    def add(self, diagnosis: Diagnosis) -> None:
        """Put a diagnosis at the end of the list."""
        self.finder.clear()
        if any(one.code == diagnosis.code for one in self._listed):
            self._say(f"{diagnosis.dotted} is on the list already.")
        elif len(self._listed) >= MOST:
            self._say(f"A patient has at most {MOST} diagnoses. Remove one that no longer holds.")
        else:
            self._keep((*self._listed, diagnosis))

    def _search(self, text: str) -> None:
        self._say("")
        self.presenter.find_diagnoses(text, self._offer)

    def _offer(self, found: Listed) -> None:
        hits = [(f"{d.dotted}   {d.description}", d) for d in found]
        typed = Diagnosis("".join(self.finder.text().upper().replace(".", "").split()))
        if not hits and not icd10_problem(typed.code):
            # Without a table of codes the one on the referral can still be kept.
            hits = [(f"{typed.dotted}   as typed, without a description", typed)]
        self.finder.offer(tuple(hits), "No such code. Try fewer words.")

    def _go_on_typing(self, letter: str) -> None:
        self.finder.take_letter(letter)
        self._search(self.finder.text())

    def _shift(self, step: int) -> None:
        here = self.view.currentIndex().row()
        there = here + step
        if here < 0 or not 0 <= there < len(self._listed):
            return
        moved = list(self._listed)
        moved.insert(there, moved.pop(here))
        self._keep(tuple(moved))
        self._mark(there)

    def _remove(self) -> None:
        here = self.view.currentIndex().row()
        if here >= 0:
            self._keep(self._listed[:here] + self._listed[here + 1 :])
            self._mark(min(here, len(self._listed) - 1))

    def _undo(self) -> None:
        if self._before:
            self._send(self._before.pop())

    def _keep(self, listed: Listed) -> None:
        self._before.append(self._listed)
        self._send(listed)

    def _send(self, listed: Listed) -> None:
        self._say("")
        self._show(listed)
        self.presenter.save_diagnoses(listed, self._refused)

    def _refused(self, problem: UnitwiseError) -> None:
        if self._before:
            self._show(self._before.pop())
        self._say(str(problem))

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _mark(self, place: int) -> None:
        if place >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self.view.table.index(place, 0)
            rows = flags.ClearAndSelect | flags.Rows
            self.view.selectionModel().setCurrentIndex(index, rows)

    def _show(self, listed: Listed) -> None:
        here = self.view.currentIndex().row()
        self._listed = listed
        self.view.show_rows(listed)
        self._mark(min(max(here, 0), len(listed) - 1))
        self.view.setVisible(bool(listed))
        self.none.setVisible(not listed)
        for button in (self.up, self.down, self.remove):
            button.setEnabled(bool(listed))
        self.undo.setEnabled(bool(self._before))

    def first(self) -> QWidget:
        return self.finder
