"""The session screen: minutes are typed, the bill and its reasons change on every keystroke."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.kinds import Discipline, EncounterState
from core.model.permissions import Permission
from core.model.session import SessionFile
from core.model.typed_dates import say_day
from core.services import encounters, setup
from core.services.practice import OpenPractice
from ui.context import Context
from ui.page import Crumb, Page
from ui.presenters import session_allowed, session_view
from ui.presenters.session import SessionPresenter
from ui.presenters.session_checks import Place
from ui.presenters.session_keeper import SessionKeeper
from ui.presenters.session_sheet import Column
from ui.presenters.session_state import SessionData
from ui.screens.session_access import SessionAccess
from ui.screens.session_closing import SessionClosing
from ui.screens.session_coach import SessionCoaching
from ui.screens.session_diagnoses import SessionDiagnoses
from ui.screens.session_layout import SessionLayout
from ui.screens.session_measures import SessionMeasures
from ui.screens.session_rules import SessionRules
from ui.screens.session_signing import AGAIN, LOCKED, SessionSigning
from ui.widgets.code_picker import SuggestEdit, Suggestion

_OTHER_INSURER = (
    "The insurance of this day was changed after the session was completed. The bill here follows"
    " the insurance as it is now: complete the session again to charge by it."
)
_OTHER_INSURER_SIGNED = (
    "The insurance of this day was changed after the session was signed. What was signed stays as"
    " it is: an owner opens it again if it has to be charged to the other insurance."
)


class SessionPage(Page):
    """One encounter from the first minute to complete; shows what the presenter worked out."""

    name = "session"
    title = "Session"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = SessionPresenter(ctx.book, ctx.clock, self)
        self.keeper = SessionKeeper(self.presenter, ctx.tasks, self)
        self.data: SessionData | None = None
        self._args: dict[str, Any] = {}
        self.view = SessionLayout(ctx)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)
        self.view.setEnabled(False)
        parts = (ctx, self.presenter, self.keeper, self.view)
        self.signing = SessionSigning(*parts, self)
        self.closing = SessionClosing(*parts, self.signing, self)
        self.access = SessionAccess(ctx, self.view, self)
        self.diagnoses = SessionDiagnoses(ctx, self.presenter, self.view, self)
        self.coaching = SessionCoaching(*parts, self.signing, self)
        self.rules = SessionRules(ctx, self.presenter, self.view, self)
        self.measures = SessionMeasures(ctx, self.presenter, self.view, self)
        self._make_actions()
        self._connect()

    # Page

    def activate(self, args: dict[str, Any]) -> None:
        if args is self._args and self.keeper.dirty:
            return  # back at what is still on screen and on its way into the file
        self._args = args
        self.view.setEnabled(False)
        self.status.emit("muted", "Opening …")
        number = args.get("encounter_id")
        if number is not None:
            self.ctx.tasks.read(lambda p: _read(p, encounters.open_session(p, number)), self._show,
                                self.access.refused)  # fmt: skip
            return
        day = args.get("day") or self.ctx.clock.today()
        patient, provider = args["patient_id"], args.get("provider_id")
        self.ctx.tasks.read(
            lambda p: _read(p, encounters.new_session(p, patient, day, provider)), self._show,
            self.access.refused)  # fmt: skip

    def _reopen(self) -> None:
        self.keep()
        self.activate(dict(self._args))

    def can_leave(self) -> bool:
        return self.closing.can_leave()

    def keep(self) -> None:
        self.view.table.keep_open_editor()
        self.keeper.keep_draft()

    def holds_text(self) -> bool:
        return self.keeper.in_trouble and self.keeper.dirty

    def crumbs(self) -> tuple[str | Crumb, ...]:
        if self.data is None:
            return (self.title,)
        patient = self.presenter.file.patient if self.presenter.file else self.data.file.patient
        return (
            Crumb("Patients", "patients", {}),
            Crumb(patient.full_name, "patient", {"patient_id": patient.id}),
            f"Session of {say_day(self.presenter.record.date)}",
        )

    def primary_action(self) -> QAction:
        return self.complete_action

    def secondary_actions(self) -> tuple[QAction, ...]:
        return (self.save_action, self.superbill_action)

    def first_focus(self) -> QWidget:
        return self.access.first_focus()

    # Set-up

    def _make_actions(self) -> None:
        self.complete_action = self.make_action("Complete session", "Ctrl+Return", "check")
        self.complete_action.setShortcuts([QKeySequence("Ctrl+Enter"), QKeySequence("Ctrl+Return")])
        self.save_action = self.make_action("Save", "Ctrl+S", "save")
        self.superbill_action = self.make_action("Superbill", "Ctrl+P", "print")
        for text, keys, slot in (
            ("Why?", "F1", self.toggle_why),
            ("Explain this bill on paper", "Ctrl+Shift+P", self.closing.explain),
            *self.rules.actions(),
            *self.coaching.actions(),
            ("Same codes as last visit", "F4", self.use_last_codes),
            ("Undo", "Ctrl+Z", self.presenter.undo.undo),
            ("Redo", "Ctrl+Y", self.presenter.undo.redo),
            ("Redo again", "Ctrl+Shift+Z", self.presenter.undo.redo),
            ("Go to the services", "Alt+G", self._focus_grid),
            ("Go to the diagnoses", "Alt+D", self._focus_diagnoses),
            ("Answer the tie", "Alt+T", self._focus_tie),
            ("Go to the checks", "Alt+C", self.view.checks.focus_first),
            ("Outcome measures", "Alt+R", self.measures.open),
        ):
            action = self.make_action(text, keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
        for part in range(4):
            action = self.make_action(f"Note part {part + 1}", f"Alt+{part + 1}")
            action.triggered.connect(lambda _=False, n=part: self.view.note.focus_part(n))

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        self.complete_action.triggered.connect(self.closing.complete)
        self.save_action.triggered.connect(self.closing.save)
        self.superbill_action.triggered.connect(self.closing.superbill)
        presenter.changed.connect(self._refresh)
        table = view.table
        table.typed.connect(lambda r, c, text: presenter.type_text(r, Column(c), text))
        table.left.connect(lambda r, c, text: presenter.commit(r, Column(c), text))
        table.dropped.connect(presenter.cancel)
        table.removed.connect(self._remove_row)
        table.picked.connect(self._code_picked)
        table.codes_asked.connect(self._offer_codes)
        table.leaving.connect(self._leave_grid)
        table.clicked.connect(self._cell_clicked)
        view.last_button.clicked.connect(self.use_last_codes)
        view.bill.why.connect(self._why)
        view.bill.answered.connect(presenter.answer)
        view.bill.trace.paper_button.clicked.connect(self.closing.explain)
        view.checks.activated.connect(lambda check: self.go_to(check.place))
        view.note.typed.connect(presenter.set_note)
        view.header.day_typed.connect(self._day_typed)
        view.header.day_refused.connect(presenter.set_bad_day)
        view.header.people_chosen.connect(self._people_chosen)
        view.header.place_chosen.connect(presenter.set_location)
        view.discard_button.clicked.connect(self.closing.discard)
        self.rules.facts_changed.connect(self._look_around)
        self.closing.place_asked.connect(self.go_to)
        self.closing.reopen_asked.connect(self.activate)
        self.signing.reopen_asked.connect(self.activate)
        self.access.reopen_asked.connect(self._reopen)
        self.keeper.told.connect(self.status)
        presenter.edited.connect(self._dress_actions)
        self.keeper.saved.connect(self._saved)

    # Showing

    def _show(self, data: SessionData) -> None:
        self.data = data
        self.presenter.book = self.ctx.book  # a newer one since rules or tables were changed
        restored = self.presenter.load(data.file)
        record, view = self.presenter.record, self.view
        view.header.show_session(data.file, record, data.providers, data.locations)
        view.header.restore_day_text(self.presenter.date_text)
        view.note.show_note(record.note)
        view.table.services.adding = ""
        view.bill.close_trace()
        view.restored.setVisible(restored)
        view.discard_button.setVisible(restored and data.file.record.version > 0)
        if restored and data.file.draft:
            when = data.file.draft.saved_at.astimezone().strftime("%H:%M on %d %b")
            view.restored.show_state("accent", f"Restored what was typed at {when}", "undo")
        if data.file.insurer_changed:
            locked = self.presenter.locked
            self.ctx.messages.warn(_OTHER_INSURER_SIGNED if locked else _OTHER_INSURER)
        self.access.show_file(data.file)
        self.signing.show()
        self._dress_actions()
        new = record.id is None
        kind = "good" if record.state is EncounterState.COMPLETE else "muted"
        plain = session_view.state_words(record.state)
        said = "Signed and locked" if self.presenter.locked else plain
        self.status.emit(kind, "New session" if new else said)
        view.table.put_cursor(0, Column.THERAPIST)
        self.chrome_changed.emit()

    def _refresh(self) -> None:
        presenter, view = self.presenter, self.view
        file = presenter.file
        if file is None:
            return
        rows = session_view.grid_rows(presenter)
        view.table.assisted = presenter.record.assistant_provider_id is not None
        view.table.show_rows(rows, presenter.record.discipline)
        rule = session_view.rule_words(presenter)
        view.bill.show_bill(
            presenter.bill,
            rule,
            session_view.unread_codes(presenter),
            empty=not any(row.service.total_minutes for row in presenter.read)
            and not presenter.problems,
            own=session_view.own_items(presenter),
        )
        view.strip.show_bars(session_view.bars_of(presenter))
        for shown, text in (
            (view.totals, session_view.totals(presenter)),
            (view.echo, session_view.echo(presenter) or self.rules.timer.words()),
        ):
            if shown.text() != text:
                shown.setText(text)
        view.diagnoses.show_diagnoses(presenter.sheet.diagnoses)
        view.header.show_facts(file, presenter.record, rule)
        view.header.show_clocks(presenter.facts.clocks)
        view.header.show_meter(*session_view.meter_words(presenter))
        view.header.show_allowed(*session_allowed.allowed(presenter))
        view.header.say(presenter.date_problem)
        self._offer_last_codes()

    def _dress_actions(self) -> None:
        state, step = self.presenter.record.state, self.signing.next_step
        complete, void = state is EncounterState.COMPLETE, state is EncounterState.VOID
        stands = step == LOCKED or (step == AGAIN and complete and not self.keeper.behind)
        changes = not void and self.access.can_write
        self.complete_action.setText(step)
        self.complete_action.setEnabled(changes and not stands)
        self.save_action.setEnabled(changes and not self.presenter.locked)
        self.offer(self.superbill_action, Permission.DOCUMENTS_PRINT, when=not void)

    def _offer_last_codes(self) -> None:
        codes, button = self.presenter.last_codes, self.view.last_button
        button.setVisible(bool(codes) and not self.view.echo.text())
        if not codes:
            return
        named = f": {', '.join(codes[:4])}" if not self.presenter.sheet.rows else ""
        words = f"Same codes as last visit{named}"
        if button.accessibleName() != words:
            button.set_words(words)
            button.setText(f"{words}  F4")
            button.setToolTip(", ".join(codes))

    # The grid

    def _code_picked(self, row: int, code: str) -> None:
        if row >= len(self.presenter.sheet.rows):
            if self.presenter.add_code(code) < 0:
                self.ctx.messages.warn("A session holds up to 40 rows. This one was not added.")
        else:
            self.presenter.commit(row, Column.CODE, code)

    def _offer_codes(self, editor: object, text: str) -> None:
        if not isinstance(editor, SuggestEdit):
            return
        favourites = self.presenter.file.favourite_codes if self.presenter.file else ()
        found = tuple(
            Suggestion(one.code, one.code, one.label, _hint(one.code, one.aliases, favourites))
            for one in self.presenter.suggestions(text)
        )
        nothing = f"Nothing matches “{text.strip()[:20]}”. Type a number or a word." if text else ""
        editor.offer(found, nothing)

    def _remove_row(self, row: int) -> None:
        code = self.presenter.sheet.rows[row].code
        self.presenter.remove_row(row)
        self.ctx.messages.toast(f"{code} removed. Ctrl+Z brings it back.", "muted")

    def use_last_codes(self) -> None:
        """Add the codes of the last visit and go to the first one's minutes."""
        self.view.table.keep_open_editor()
        place = self.presenter.use_last_codes()
        if place >= 0:
            self.view.table.put_cursor(place, Column.THERAPIST)
        else:
            self.ctx.messages.toast("There are no further codes of an earlier visit.", "muted")

    def _cell_clicked(self, index: QModelIndex) -> None:
        rows = self.presenter.sheet.rows
        if index.column() == Column.UNITS and index.row() < len(rows):
            self._why(rows[index.row()].code)

    def _leave_grid(self, forward: bool) -> None:
        target = self.view.note.parts[0] if forward else self.view.diagnoses.edit
        target.setFocus()

    def _focus_grid(self) -> None:
        self.view.table.setFocus()

    def _focus_diagnoses(self) -> None:
        self.view.diagnoses.edit.setFocus()

    def _focus_tie(self) -> None:
        button = self.view.bill.first_choice()
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Reasons and checks

    def toggle_why(self) -> None:
        """Open the reasons, those of the row under the cursor marked; again closes them."""
        if self.view.bill.trace.isVisible() and self.view.bill.trace.hasFocus():
            self.view.bill.close_trace()
            self._focus_grid()
            return
        row = self.view.table.current_row()
        rows = self.presenter.sheet.rows
        self._why(rows[row].code if 0 <= row < len(rows) else "")

    def _why(self, code: str) -> None:
        self.view.bill.open_trace(self.presenter.bill, code)
        # The trace has its height only after the layout's turn.
        QTimer.singleShot(
            0, self, lambda: self.view.right.ensureWidgetVisible(self.view.bill.trace)
        )

    def go_to(self, place: Place) -> None:
        """Take the cursor to where a check can be mended."""
        if place.field == "diagnosis":
            self._focus_diagnoses()
        elif place.field:
            field = self.view.header.field(place.field)
            if field is not None:
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.view.table.put_cursor(place.row, place.column)

    # Header and diagnoses

    def _day_typed(self, day: date) -> None:
        self.presenter.set_day(day)
        self.chrome_changed.emit()
        self._look_around()

    def _people_chosen(self, provider: int, assistant: int | None, discipline: Discipline) -> None:
        self.presenter.set_people(provider, assistant, discipline)
        self._look_around()

    def _look_around(self) -> None:
        """Coverage, rules, visit number and favourites of the day and the people now chosen."""
        record = self.presenter.record
        self.ctx.tasks.read(
            lambda p: encounters.on_day(p, record, record.date),
            self._day_known,
            replaces="session-day",
        )

    def _day_known(self, file: SessionFile) -> None:
        if file.record.date == self.presenter.record.date:
            self.presenter.set_payer(file.record.profile, file.record.coverage_id, file)

    def _saved(self, _receipt: object) -> None:
        # The place in the window's history now names the stored session, so that Back finds it.
        self._args.clear()
        self._args["encounter_id"] = self.presenter.record.id
        self._dress_actions()
        self.chrome_changed.emit()


def _read(p: OpenPractice, file: SessionFile) -> SessionData:
    providers = setup.list_providers(p)
    return SessionData(file, providers, setup.list_locations(p))


def _hint(code: str, aliases: tuple[str, ...], favourites: tuple[str, ...]) -> str:
    if code in favourites[:9]:
        return f"★ {favourites.index(code) + 1}"
    return aliases[0] if aliases else ""
