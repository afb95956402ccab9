"""Parts of the settings screen: the practice's form, and lists of records with a form each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from core.errors import InvalidInput, UnitwiseError, UserProblem
from core.model.checks import tax_id_problem
from core.model.practice import Practice
from core.services import setup
from ui.context import Context
from ui.models.records import RecordsModel
from ui.presenters.settings import PRACTICE, ListSpec, flat, practice_of
from ui.theme import px
from ui.widgets.basics import Card, EmptyState, Notice, heading, label, muted
from ui.widgets.basics_tables import table_defaults
from ui.widgets.forms import Form
from ui.widgets.kept_place import KeptOf


class Section(QWidget):
    """One part; `saves` and `adds` tell which of the page's actions it takes.

    It grows to `widest` pixels of 13 px text: forms stay narrow, tables use the room.
    """

    changed = Signal()
    saved = Signal(str)
    saves = False
    adds = ""
    widest = 960

    def __init__(self, ctx: Context, title: str, words: str = "", *, headed: bool = True) -> None:
        super().__init__()
        self.ctx = ctx
        self.title = title
        self.dirty = False
        self.setAccessibleName(title)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, px(8), 0)
        self.box.setSpacing(px(12))
        if headed:
            self.box.addWidget(heading(title))
        if words:
            self.box.addWidget(muted(words, wrap=True))

    def load(self) -> None:
        """Read what is shown; what is being typed stays."""

    def save(self) -> None:
        """Keep what is typed."""

    def new(self) -> None:
        """Begin a new entry."""

    def holds_text(self) -> bool:
        """Whether something typed or shown here is nowhere else."""
        return self.dirty

    def aim(self, args: dict[str, Any]) -> None:
        """Turn to what the way here asked for."""

    def first(self) -> QWidget | None:
        """What takes the keyboard when the part is shown."""
        return None

    def first_of(self, part: str) -> QWidget | None:
        """What takes the keyboard when one thing in this part is asked for."""
        return self.first()


class FormSection(Section):
    """A part with one form, its problems, and the saving of one record."""

    saves = True
    kept_form = ""  # under which name unsaved text is kept over a lock; secrets have none

    def __init__(self, ctx: Context, title: str, words: str = "", *, headed: bool = True) -> None:
        super().__init__(ctx, title, words, headed=headed)
        self.notice = Notice("error", "")
        self.notice.hide()

    def add_form(self, form: Form) -> None:
        self.form = form
        self.form.edited.connect(self._edited)
        if self.kept_form:
            form.keep_unsaved(self.ctx, self.kept_form, self.kept_title(), self.kept_of)

    def kept_title(self) -> str:
        """How the form is called where unsaved text waits."""
        return f"{self.title}, settings"

    def kept_of(self) -> KeptOf | None:
        """Which record the form shows."""
        return KeptOf("")

    def _edited(self) -> None:
        self.dirty = True
        self.changed.emit()

    def keep(self, make: Callable[[], Any], save: Callable[[Any, Any], Any]) -> None:
        """Check the form, make the record and have the service keep it."""
        self.notice.hide()
        if not self.form.check():
            return
        try:
            record = make()
        except UserProblem as problem:
            self.refuse(problem)
            return
        self.ctx.tasks.change(lambda p: save(p, record), self.kept, self.refuse)

    def kept(self, record: Any) -> None:
        """Called when the record is on disk."""
        self.dirty = False
        self.form.mark_clean()
        self.saved.emit(f"Saved {self.title.lower()}")
        self.changed.emit()

    def refuse(self, problem: UnitwiseError) -> None:
        """Show each sentence at its field, or above the form when it names none."""
        several = problem.problems if isinstance(problem, InvalidInput) else (problem,)
        for one in reversed(several):
            field = one.field if isinstance(one, UserProblem) else ""
            if not self.form.show_problem(_shown_at(field), str(one)):
                self.notice.show_notice("error", str(one))
                self.notice.show()


def _shown_at(field: str) -> str:
    # The service names the record's field; the form edits the newest of several.
    return {"profiles": "profile"}.get(field, field)


class PracticeSection(FormSection):
    """Name, NPI, tax id and address of the practice."""

    kept_form = "settings-practice"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Practice", "What every superbill carries as the billing provider.")
        self._practice: Practice | None = None
        card = Card()
        self.add_form(Form(PRACTICE, "practice-"))
        self.form.rows["tax_id"].set_check(self._tax_id)
        card.body.addWidget(self.notice)
        card.body.addWidget(self.form)
        self.box.addWidget(card)
        self.box.addStretch(1)

    def _tax_id(self, text: str) -> str:
        return (
            tax_id_problem(text, self.form.values()["tax_id_kind"])
            if text
            else "The tax id is missing."
        )

    def load(self) -> None:
        self.ctx.tasks.read(setup.practice_info, self._show, replaces="settings-practice")

    def _show(self, practice: Practice) -> None:
        self._practice = practice
        if not self.dirty:
            self.form.set_values(flat(practice))

    def save(self) -> None:
        old = self._practice
        if old is not None:
            self.keep(lambda: practice_of(self.form.values(), old), setup.save_practice)

    def kept(self, record: Practice) -> None:
        self._practice = record
        super().kept(record)
        self.ctx.practice_changed(record)

    def first(self) -> QWidget:
        return self.form.first()


class RecordsSection(FormSection):
    """A table of records over the form of the one that is chosen."""

    def __init__(self, ctx: Context, spec: ListSpec) -> None:
        super().__init__(ctx, spec.title)
        self.spec = spec
        self.kept_form = f"settings-{spec.name}"
        self.adds = f"New {spec.one}"
        self._record: Any = None
        self._wanted: Any = None
        self.model = RecordsModel(spec.columns)
        self.table = QTableView()
        self.table.setObjectName(f"{spec.name}-table")
        self.table.setModel(self.model)
        table_defaults(self.table, spec.title)
        self.table.setMinimumHeight(px(168))
        self.empty = EmptyState(spec.empty, icon=spec.icon)
        self.head = label("", look="subheading")
        self.add_form(Form(spec.fields, f"{spec.name}-", ctx.clock.today))
        self._lay_out()
        self._connect()

    def kept_title(self) -> str:
        return f"{self.spec.one[:1].upper()}{self.spec.one[1:]}, settings"

    def kept_of(self) -> KeptOf | None:
        return KeptOf("new" if self._record is None else str(self._record.id))

    def _lay_out(self) -> None:
        list_card = Card(margin=6)
        list_card.body.addWidget(self.table)
        list_card.body.addWidget(self.empty)
        self.empty.setMinimumHeight(px(168))
        self.form_card = Card()
        self.form_card.body.addWidget(self.head)
        self.form_card.body.addWidget(self.notice)
        self.form_card.body.addWidget(self.form)
        list_card.setMaximumHeight(px(440))
        self.box.addWidget(list_card, 3)
        self.box.addWidget(self.form_card)
        self.box.addStretch(1)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.activated.connect(lambda _: self.form.first().setFocus())

    def load(self) -> None:
        self.ctx.tasks.read(self.spec.load, self._show, replaces=f"settings-{self.spec.name}")

    def _show(self, records: tuple[Any, ...]) -> None:
        kept = self._wanted or self._record
        self._wanted = None
        self.model.set_records(records)
        self.table.setVisible(bool(records))
        self.empty.setVisible(not records)
        self.table.resizeColumnsToContents()
        self._widen()
        if self.dirty:
            return
        ids = [record.id for record in records]
        waits = self.ctx.kept.wanted(self.kept_form)
        if waits is not None and waits.isdecimal() and int(waits) in ids:
            row = ids.index(int(waits))
        else:
            row = ids.index(kept.id) if kept is not None and kept.id in ids else 0
        if records and waits != "new":
            self.table.setCurrentIndex(self.model.index(row, 0))
            self._fill(records[row])
        else:
            self.table.setCurrentIndex(QModelIndex())
            self._fill(None)

    def _widen(self) -> None:
        header = self.table.horizontalHeader()
        for column in range(self.model.columnCount() - 1):
            width = header.sectionSize(column) + px(16)
            header.resizeSection(column, min(width, px(300)))

    def _choose(self, now: QModelIndex, before: QModelIndex) -> None:
        if not now.isValid() or self.model.records[now.row()] == self._record:
            return
        record = self.model.records[now.row()]
        if not self.dirty:
            self._fill(record)
            return
        self.ctx.messages.ask(
            "Throw away what you typed?",
            lambda: self._drop(record),
            yes="Throw away",
            no="Keep typing",
            detail=f"The {self.spec.one} has changes that are not saved.",
            # The table is still busy with the row that was chosen.
            on_no=lambda: QTimer.singleShot(0, self._reselect),
            danger=True,
        )

    def _drop(self, record: Any) -> None:
        self.dirty = False
        self._fill(record)

    def _reselect(self) -> None:
        if self._record in self.model.records:
            row = self.model.records.index(self._record)
            self.table.setCurrentIndex(self.model.index(row, 0))
        else:
            self.table.setCurrentIndex(QModelIndex())

    def _fill(self, record: Any) -> None:
        self._record = record
        self.dirty = False
        self.notice.hide()
        blank = {"active": True, "place_of_service": "11", "starts_on": self.ctx.clock.today()}
        self.form.set_values(self.spec.values(record) if record is not None else blank)
        name = self.spec.columns[0].show(record) if record is not None else self.adds
        self.head.setText(name)
        self.changed.emit()

    def new(self) -> None:
        if self.dirty:
            self.ctx.messages.warn(f"Save the {self.spec.one} you are typing first, or press Esc.")
            return
        self.table.setCurrentIndex(QModelIndex())
        self._fill(None)
        self.form.first().setFocus()

    def undo(self) -> None:
        """Put back what was saved."""
        self._fill(self._record)

    def save(self) -> None:
        self.keep(lambda: self.spec.record(self.form.values(), self._record), self.spec.save)

    def kept(self, record: Any) -> None:
        self._wanted = record
        self._record = record
        self.head.setText(self.spec.columns[0].show(record))
        super().kept(record)
        self.load()

    def first(self) -> QWidget:
        return self.table if self.model.records else self.form.first()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape and self.dirty:
            self.undo()
            event.accept()
            return
        super().keyPressEvent(event)
