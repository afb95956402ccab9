"""Today: a day's encounters with their state, and what is still open."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.errors import UnitwiseError
from core.model.break_glass import BrokenGlass
from core.model.patient import PatientRow
from core.model.permissions import Permission
from core.model.session import EncounterRow
from core.model.typed_dates import say_day
from core.services.audit_work import OverpaymentRow
from ui.context import Context
from ui.models.care_rows import PARTS_OF_WORK
from ui.models.encounter_rows import DAY_COLUMNS
from ui.models.row_table import RowTable
from ui.models.work_rows import Work, WorkRow, glass_words, work_columns
from ui.page import Page
from ui.presenters.patients import PatientsPresenter, hit_text
from ui.presenters.today import TodayPresenter
from ui.theme import px
from ui.widgets.basics import (
    Button,
    Card,
    Chip,
    EmptyState,
    ScrollColumn,
    column,
    ghost_button,
    label,
    muted,
    title,
)
from ui.widgets.basics_fields import DateField
from ui.widgets.basics_tables import ROW_HEIGHT
from ui.widgets.find_field import SearchEdit
from ui.widgets.flow import FlowRow
from ui.widgets.patient_picker import PatientPicker
from ui.widgets.row_view import RowView
from ui.widgets.schedule_form import ScheduleForm

WIDE = 1400  # pixels of page width at which the open work stands beside the day


class TodayPage(Page):
    """The day's list on top, the open work below or beside it."""

    name = "today"
    title = "Today"
    rail = True

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = TodayPresenter(ctx)
        self.presenter.setParent(self)
        self._finder = PatientsPresenter(ctx, "schedule-search")
        self._finder.setParent(self)
        self._new = self.make_action("&New session", "Ctrl+N", "plus")
        self._plan = self.make_action("Plan a &visit", "Ctrl+Shift+N", "calendar")
        self.offer(self._new, Permission.ENCOUNTER_WRITE)
        self.offer(self._plan, Permission.SCHEDULE_WRITE)
        self._build_head()
        self._build_lists()
        self.form = ScheduleForm(ctx.clock.today)
        self.form.hide()
        self._lay_out()
        self._connect()

    def _build_head(self) -> None:
        self.day_title = title("")
        self.day_title.setObjectName("day-title")
        self.day_chip = Chip("accent", "Today", "today")
        self.summary = muted("")
        self.summary.setObjectName("day-summary")
        self.earlier = self._step_button("back", "Day before", "Ctrl+[")
        self.later = self._step_button("forward", "Day after", "Ctrl+]")
        self.back_to_today = ghost_button("Today", "Ctrl+T")
        self.back_to_today.setObjectName("go-today")
        self.day_field = DateField(self.ctx.clock.today)
        self.day_field.setObjectName("go-date")
        self.day_field.setAccessibleName("Go to a day")
        self.day_field.setPlaceholderText("Go to 3/2, +1w")
        self.day_field.setFixedWidth(px(142))
        self.filter = SearchEdit("Filter this day", "day-filter")
        self.filter.setFixedWidth(px(180))

    def _step_button(self, icon: str, words: str, keys: str) -> Button:
        button = ghost_button("", icon=icon)
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({keys})")
        button.take_keys(keys)
        button.setObjectName(words.lower().replace(" ", "-"))
        return button

    def _build_lists(self) -> None:
        today = self.ctx.clock.today()
        self.view = RowView(RowTable(DAY_COLUMNS, self.ctx.theme), "Visits of the day")
        self.view.setObjectName("day-table")
        self.work_view = RowView(
            RowTable(work_columns(today), self.ctx.theme), "What is still open"
        )
        self.work_view.setObjectName("work-table")
        self.work_count = label("", look="small", kind="muted")
        self.all_done = Chip("good", "Nothing is open: every visit is signed and paid")
        self.empty = EmptyState(
            "Here you see who comes, what is written down and what is paid. "
            "Begin a session for someone who was treated, or plan a visit.",
            self._new,
            "calendar",
            "No visits on this day",
        )
        self.nothing_fits = EmptyState("No visit fits the filter. Esc empties it.", None, "search")

    def _lay_out(self) -> None:
        head = FlowRow()
        day = (self.earlier, self.later, self.day_title, self.day_chip, self.summary)
        for widget in (*day, self.back_to_today, self.day_field, self.filter):
            head.add(widget)
        head.push_right(self.day_field)
        self._day_card = Card(margin=8)
        self._states = QStackedWidget()
        for state in (self.view, self.empty, self.nothing_fits, QWidget()):
            self._states.addWidget(state)
        self._day_card.body.addWidget(self._states)
        self._work_card = Card("Still open")
        self._work_card.header.addWidget(self.work_count)
        self._work_card.body.addWidget(self.all_done)
        self._work_card.body.addWidget(self.work_view, 1)
        self._lists = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lists.setSpacing(px(12))
        self._lists.addWidget(self._day_card, 3)
        self._lists.addWidget(self._work_card, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(12))
        box.addWidget(head)
        lists = QWidget()
        lines = column(self.form, spacing=12)
        lines.addLayout(self._lists, 1)
        lists.setLayout(lines)
        box.addWidget(ScrollColumn(lists), 1)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self._new.triggered.connect(self._pick_patient)
        self._plan.triggered.connect(self._open_form)
        self.earlier.clicked.connect(lambda: self.presenter.step(-1))
        self.later.clicked.connect(lambda: self.presenter.step(1))
        self.back_to_today.clicked.connect(self._show_today)
        self.day_field.returnPressed.connect(self._go_to_typed_day)
        self.filter.textChanged.connect(self.presenter.set_filter)
        self.view.follow(self.filter)
        self.view.opened.connect(self._open_visit)
        self.work_view.opened.connect(self._do_work)
        self.form.closed.connect(self._close_form)
        self.form.planned.connect(self._schedule)
        self.form.finder.asked.connect(self._finder.search)
        self._finder.changed.connect(self._offer_patients)

    def _show(self) -> None:
        today = self.presenter
        self.day_title.setText(say_day(today.day))
        self.day_chip.setVisible(today.is_today)
        self.back_to_today.setVisible(not today.is_today)
        self.summary.setText(today.summary())
        self.view.show_rows(today.shown)
        self._states.setCurrentIndex(self._state())
        self.work_view.show_rows(today.work)
        self.work_view.setVisible(bool(today.work))
        self.all_done.setVisible(not today.work)
        self.work_count.setText(str(len(today.work)) if today.work else "")
        self._place_work()

    def _state(self) -> int:
        if not self.presenter.loaded:
            return 3
        if self.presenter.shown:
            return 0
        return 2 if self.presenter.rows else 1

    def _place_work(self) -> None:
        """Beside the day on a wide window; else below it, as high as it needs."""
        beside = self.width() >= px(WIDE)
        ways = QBoxLayout.Direction
        self._lists.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self.work_view.hide_columns((3, 4), hidden=beside)
        rows = min(len(self.presenter.work), 5)
        self.work_view.setMaximumHeight(16_777_215 if beside else px(40 + ROW_HEIGHT * rows))
        self._work_card.setMinimumWidth(px(568) if beside else 0)
        self._work_card.setMaximumWidth(px(568) if beside else 16_777_215)
        self._lists.setAlignment(
            self._work_card,
            Qt.AlignmentFlag(0) if not beside or self.presenter.work else Qt.AlignmentFlag.AlignTop,
        )

    def _show_today(self) -> None:
        self.presenter.show_day(self.ctx.clock.today())
        self.view.setFocus()

    def _go_to_typed_day(self) -> None:
        day = self.day_field.value()
        if day is None:
            self.ctx.messages.toast(self.day_field.problem() or "Type a day first.", "warning")
            return
        self.day_field.clear()
        self.presenter.show_day(day)
        self.view.setFocus()

    def _pick_patient(self) -> None:
        day = self.presenter.session_day
        when = "today" if day == self.ctx.clock.today() else f"on {say_day(day)}"
        picker = PatientPicker(
            self.window(), self.ctx, f"New session {when}: who was treated?",
            self._begin_session, self._new_patient,
        )  # fmt: skip
        picker.ask()

    def _begin_session(self, hit: PatientRow) -> None:
        waiting = self.presenter.open_visit(hit.id)
        if waiting is not None:
            self._open_visit(waiting)
            return
        args = {"patient_id": hit.id, "day": self.presenter.session_day}
        self.ctx.navigate("session", args)

    def _new_patient(self) -> None:
        self.ctx.navigate("patient", {})

    def _open_visit(self, visit: EncounterRow) -> None:
        self.ctx.navigate("session", {"encounter_id": visit.id})

    def _do_work(self, item: WorkRow) -> None:
        visit = item.encounter
        if item.glass is not None:
            self._ask_note(item.glass)
        elif item.task is not None:
            self.ctx.navigate("session", {"encounter_id": item.task.encounter_id})
        elif item.owed is not None:
            self._open_owed(item.owed)
        elif item.authorisation is not None:
            args = {"patient_id": item.authorisation.patient_id, "tab": "authorisations"}
            self.ctx.navigate("patient", args)
        elif item.plan is not None:
            part = PARTS_OF_WORK[item.plan.clock.kind]
            args = {"patient_id": item.plan.patient_id, "tab": "plan", "part": part}
            self.ctx.navigate("patient", args)
        elif visit is None:
            section = "billing" if item.work is Work.LOCALITY else "tables"
            self.ctx.navigate("settings", {"section": section})
        elif item.work in (Work.UNFINISHED, Work.NOT_SIGNED, Work.COUNTERSIGN):
            self._open_visit(visit)
        elif item.work is Work.NO_SUPERBILL:
            args = {"patient_id": visit.patient_id, "encounter_ids": (visit.id,)}
            self.ctx.navigate("superbill", args)
        else:
            args = {"patient_id": visit.patient_id, "tab": "payments", "encounter_id": visit.id}
            self.ctx.navigate("patient", args)

    def _open_owed(self, owed: OverpaymentRow) -> None:
        """Who audits settles it there; the biller sees the session it is about."""
        if self.ctx.may(Permission.AUDIT_SESSIONS):
            self.ctx.navigate("audit", {"part": "follow"})
        else:
            self.ctx.navigate("session", {"encounter_id": owed.owed.encounter_id})

    def _ask_note(self, glass: BrokenGlass) -> None:
        self.ctx.messages.ask(
            f"{glass.person_name} opened the notes of {glass.patient_name}",
            lambda: self.presenter.acknowledge(glass.id),
            yes="I have taken note",
            no="Later",
            detail=glass_words(glass),
        )

    def _open_form(self) -> None:
        self.form.begin(self.presenter.day, self.presenter.providers)

    def _close_form(self) -> None:
        self.form.hide()
        self.view.setFocus()

    def _offer_patients(self) -> None:
        hits = tuple((hit_text(hit), hit) for hit in self._finder.rows)
        self.form.finder.offer(hits, "Nobody found")

    def _schedule(self, patient_id: int, day: date, minute: int | None, provider_id: int) -> None:
        def done(_: int) -> None:
            self._close_form()
            self.ctx.messages.toast(f"Visit planned for {say_day(day)}")
            self.presenter.show_day(day)

        self.presenter.schedule(patient_id, day, minute, provider_id, done, self._not_planned)

    def _not_planned(self, problem: UnitwiseError) -> None:
        if not self.form.show_problem(problem):
            self.ctx.messages.problem(problem)

    def activate(self, args: dict[str, Any]) -> None:
        day = args.get("day")
        self.presenter.show_day(day if isinstance(day, date) else self.presenter.day)

    def primary_action(self) -> QAction:
        return self._new

    def secondary_actions(self) -> tuple[QAction, ...]:
        return (self._plan,)

    def first_focus(self) -> QWidget:
        return self.view if self.view.isVisible() else self.filter

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_work()
