"""One list of a plan of care beside the form for one entry of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.model.care_file import CareFile, PlanRecord
from core.model.permissions import Permission
from ui.context import Context
from ui.models.row_table import Column, RowTable
from ui.presenters.patient import PatientPresenter
from ui.theme import px
from ui.widgets.basics import Card, column, label, muted, quiet_button, row, section
from ui.widgets.basics_buttons import Button
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.pair import paired
from ui.widgets.row_view import RowView

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

Change = Callable[["OpenPractice"], Any]


class CarePart(QWidget):
    """A list at the left, the form at the right; `edited_now` when something was typed.

    `fixed`: what is kept never changes, so the form shows it and takes nothing.
    """

    edited_now = Signal()
    name = ""
    title = ""
    one = ""
    none = ""
    fixed = False
    permission = Permission.NOTE_WRITE

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__()
        self.ctx, self.presenter = ctx, presenter
        self.plan: PlanRecord | None = None
        self.care: CareFile | None = None
        self.editing: Any = None
        self.view = RowView(RowTable(self.columns(), ctx.theme), self.title)
        self.view.setObjectName(f"{self.name}-table")
        self.empty = muted(self.none, wrap=True)
        self.form = GridForm(self.fields(), f"{self.name}-")
        title = f"{self.one[:1].upper()}{self.one[1:]}, plan of care"
        self.kept_text = KeptPlace(ctx, self, self.name, title, self.editors, self.kept_of)
        self.head = section("")
        self.words = label("", kind="warning")
        self.add = quiet_button(f"Add {self.one}", icon="plus")
        self.add.setObjectName(f"{self.name}-add")
        self.save_button = quiet_button(f"Save {self.one}", "Ctrl+S", "save")
        self.save_button.setObjectName(f"{self.name}-save")
        self.undo_button = quiet_button("Undo", icon="undo")
        self.acts = self.make_acts()
        self._lay_out()
        self._connect()

    # What each list says for itself.

    def columns(self) -> tuple[Column[Any], ...]:
        """The list's columns."""
        raise NotImplementedError

    def fields(self) -> tuple[FormField, ...]:
        """The form's fields."""
        raise NotImplementedError

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[Any, ...]:
        """The entries that are listed."""
        raise NotImplementedError

    def values_of(self, entry: Any) -> dict[str, Any]:
        """What the form shows of an entry, or of a new one for None."""
        raise NotImplementedError

    def change_of(self, entry: Any) -> Change:
        """What the service is asked to keep; reads the form."""
        raise NotImplementedError

    def make_acts(self) -> tuple[Button, ...]:
        """Further buttons about the entry that is shown."""
        return ()

    def more(self) -> tuple[QWidget, ...]:
        """What stands between the form and its buttons."""
        return ()

    def offer(self, care: CareFile) -> None:
        """Fill the form's lists of choices from what was read."""

    def wants_plan(self) -> bool:
        """Whether an entry belongs to a plan."""
        return True

    def editors(self) -> dict[str, QWidget]:
        """Every editor by its name."""
        return self.form.editors()

    # The rest is the same for all.

    def _lay_out(self) -> None:
        listed = Card(self.title)
        listed.header.addWidget(self.add)
        listed.body.addWidget(self.empty)
        listed.body.addWidget(self.view, 1)
        listed.body.addStretch(0)
        listed.setMinimumHeight(px(190))
        edited = Card()
        edited.body.addWidget(self.head)
        edited.body.addWidget(self.kept_text.notice)
        edited.body.addWidget(self.form)
        for widget in self.more():
            edited.body.addWidget(widget)
        foot = row(self.words, None, *self.acts, self.undo_button, self.save_button)
        edited.body.addLayout(foot)
        box = column(paired(listed, column(edited, None), (8, 7)))
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def _connect(self) -> None:
        self.view.moved.connect(self._moved)
        self.view.opened.connect(self.opened)
        self.form.edited.connect(self._edited)
        self.add.clicked.connect(self.begin)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self.undo)

    def _holder(self) -> str:
        """What the entries belong to, as kept texts name it; empty while it is not known."""
        if self.wants_plan():
            return f"{self.plan.plan.id}/" if self.plan else ""
        return f"{self.presenter.patient_id}/" if self.care else ""

    def kept_of(self) -> KeptOf | None:
        """Where unsaved text of the entry that is shown belongs."""
        holder, number = self._holder(), self.editing.id if self.editing else None
        if not holder or (self.fixed and number):
            return None
        return KeptOf(f"{holder}{number or 'new'}", self.presenter.patient_id)

    def start(self) -> None:
        """Another patient or plan comes."""
        self.plan = self.care = None
        self.view.show_rows(())
        self.fill(None)

    def show_plan(self, care: CareFile, plan: PlanRecord | None) -> None:
        """Show a plan's list; what is being typed stays."""
        typed = self.is_dirty()
        self.care, self.plan = care, plan
        if not typed:
            self.offer(care)
        rows = self.rows_of(care, plan)
        here = self.editing.id if self.editing is not None else None
        self.view.show_rows(rows)
        self.view.choose(here)
        self.view.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        ready = (plan is not None or not self.wants_plan()) and self.ctx.may(self.permission)
        self.add.setEnabled(ready)
        self.form.setEnabled(ready)
        if not typed:
            self._show_first()

    def _show_first(self) -> None:
        """The entry that unsaved text waits for, else the one that is chosen."""
        holder = self._holder()
        waits = self.ctx.kept.wanted(self.name, holder) if holder else None
        if waits is not None and waits != "new":
            self.view.choose(int(waits))
        if waits == "new":
            self.view.clearSelection()
        self.fill(None if waits == "new" else self.view.current())

    def fill(self, entry: Any) -> None:
        """Show one entry, or an empty form."""
        self.editing = entry
        self.head.setText(self.head_of(entry).upper())
        self.form.fill(self.values_of(entry))
        self._lock(entry is not None and self.fixed)
        self._edited()
        self.kept_text.settle()

    def head_of(self, entry: Any) -> str:
        """The heading over the form."""
        return f"New {self.one}" if entry is None else self.one

    def _lock(self, locked: bool) -> None:
        for made in self.form.rows.values():
            made.editor.setEnabled(not locked)
        self.save_button.setVisible(not locked)
        self.undo_button.setVisible(not locked)
        for button in self.acts:
            button.setVisible(self.editing is not None)

    def begin(self) -> None:
        """Begin a new entry."""
        self.view.clearSelection()
        self.fill(None)
        self.form.first().setFocus()

    def opened(self, entry: Any) -> None:
        """Enter on a row of the list."""
        self.form.first().setFocus()

    def is_dirty(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.form.is_dirty()

    def undo(self) -> None:
        """Go back to what is kept."""
        self.form.undo()

    def save(self) -> None:
        """Keep what is typed, or show what is wrong with it."""
        if not self.form.check():
            return
        self.presenter.change(self.change_of(self.editing), self.kept, self.tell)

    def kept(self, result: Any) -> None:
        """The service kept it."""
        self.editing = result
        self.form.mark_clean()
        self.kept_text.settle()

    def tell(self, problem: UnitwiseError) -> None:
        """Show a problem at its field, or on top when it belongs to none."""
        if not self.form.show_problem(problem):
            self.ctx.messages.problem(problem)

    def act(self, change: Change) -> None:
        """Ask for a change that is not the form's."""
        self.presenter.change(change, lambda _: self.fill(None), self.ctx.messages.problem)

    def value(self, name: str) -> Any:
        """What a field of the form means."""
        return self.form.value(name)

    def _moved(self, entry: Any) -> None:
        if entry is not None and not self.is_dirty():
            self.fill(entry)

    def _edited(self) -> None:
        dirty = self.is_dirty()
        self.save_button.setEnabled(dirty)
        self.undo_button.setEnabled(dirty)
        self.words.setText("Not saved yet" if dirty else "")
        self.kept_text.edited()
        self.edited_now.emit()

    def first_focus(self) -> QWidget:
        """Where the keyboard begins."""
        return self.view if self.view.isVisibleTo(self) else self.add
