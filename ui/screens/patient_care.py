"""The plan of care on the patient's page: its clocks on top, its parts below."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.model.care_file import CareFile, PlanRecord
from core.model.patient_file import PatientFile
from core.model.permissions import Permission
from core.model.plan_clock import Clock, ClockKind
from core.model.typed_dates import say_date
from core.services.care_papers import Paper
from ui.context import Context
from ui.models.care_rows import clock_chip, clock_tip
from ui.presenters.patient import PatientPresenter
from ui.screens.care_content import ContentPart
from ui.screens.care_lists import GoalsPart, OrdersPart, SendsPart, SignaturesPart
from ui.screens.care_part import CarePart
from ui.screens.care_reports import LymphPart, ReportsPart
from ui.screens.care_uploads import PapersPart
from ui.screens.patient_panel import PatientPanel
from ui.widgets.basics import Card, Chip, column, muted, quiet_button
from ui.widgets.basics_fields import ComboBox
from ui.widgets.flow import FlowRow
from ui.widgets.segments import Segments

PARTS = (
    ("content", "&1 Plan"),
    ("goals", "&2 Goals"),
    ("orders", "&3 Orders"),
    ("signatures", "&4 Signatures"),
    ("sends", "&5 Sent"),
    ("reports", "&6 Reports"),
    ("lymph", "&7 Lymphedema"),
    ("papers", "&8 Papers"),
)
_LISTS: dict[str, type[CarePart]] = {
    "goals": GoalsPart,
    "orders": OrdersPart,
    "signatures": SignaturesPart,
    "sends": SendsPart,
    "reports": ReportsPart,
    "lymph": LymphPart,
    "papers": PapersPart,
}
_MOST_CLOCKS = 6
Part = TypeVar("Part", ContentPart, CarePart)


class CarePlanPanel(PatientPanel):
    """Which plan, how it stands, and the part of it that is shown."""

    def __init__(self, ctx: Context, presenter: PatientPresenter) -> None:
        super().__init__(ctx, presenter)
        self._plan_id: int | None = None
        self.which = ComboBox()
        self.which.setObjectName("plan-which")
        self.which.setAccessibleName("Plan of care")
        self.new_button = quiet_button("New plan", icon="plus")
        self.new_button.setObjectName("plan-new")
        self.print_button = quiet_button("Preview plan", icon="print")
        self.print_button.setObjectName("plan-print")
        self.withheld = muted("", wrap=True)
        self.clocks = [Chip("muted", "") for _ in range(_MOST_CLOCKS)]
        self.parts = Segments(PARTS, "Parts of the plan of care")
        self.lists: dict[str, CarePart] = {}
        self._content: ContentPart | None = None
        self._here = "content"
        self._plan: PlanRecord | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = Card(margin=10)
        flow = FlowRow(8)
        for widget in (self.which, *self.clocks, self.new_button, self.print_button):
            flow.add(widget)
        flow.push_right(self.new_button, self.print_button)
        head.body.addWidget(flow)
        head.body.addWidget(self.withheld)
        self.stack = QStackedWidget()
        lines = column(head, self.parts, spacing=10)
        lines.addWidget(self.stack, 1)
        lines.setContentsMargins(0, 0, 0, 0)
        self.setLayout(lines)

    def _connect(self) -> None:
        self.parts.chosen.connect(self._choose)
        self.which.activated.connect(self._plan_chosen)
        self.new_button.clicked.connect(self._begin)
        self.print_button.clicked.connect(self._print)

    @property
    def content(self) -> ContentPart:
        """The plan's form, made when it is first asked for."""
        if self._content is None:
            self._content = self._join(ContentPart(self.ctx, self.presenter))
        return self._content

    def list_of(self, name: str) -> CarePart:
        """A list by its name, made when it is first asked for."""
        if name not in self.lists:
            self.lists[name] = self._join(_LISTS[name](self.ctx, self.presenter))
        return self.lists[name]

    def _join(self, part: Part) -> Part:
        self.stack.addWidget(part)
        part.edited_now.connect(self.dirty_changed)
        if self.presenter.care is not None:
            part.show_plan(self.presenter.care, self._plan)
        return part

    def _made(self) -> tuple[ContentPart | CarePart, ...]:
        return (*((self._content,) if self._content else ()), *self.lists.values())

    def start(self) -> None:
        self._plan_id = self._plan = None
        self._here = "content"
        self.which.set_choices(())
        for part in self._made():
            part.start()

    def show_file(self, file: PatientFile) -> None:
        care = self.presenter.care
        if care is None:
            return
        self.which.set_choices(tuple((_plan_words(one), one.id) for one in care.plans))
        self.which.setVisible(bool(care.plans))
        plan = self._current(care)
        self._plan_id = plan.id if plan else None
        self.which.set_value(self._plan_id)
        self._show(care, plan)

    def _current(self, care: CareFile) -> PlanRecord | None:
        kept = next((one for one in care.plans if one.id == self._plan_id), None)
        return kept or next(iter(care.plans), None)

    def _show(self, care: CareFile, plan: PlanRecord | None) -> None:
        clocks = _beside_header(care, plan)
        for place, chip in enumerate(self.clocks):
            chip.setVisible(place < len(clocks))
            if place < len(clocks):
                chip.show_state(*clock_chip(clocks[place]))
                chip.setToolTip(clock_tip(clocks[place]))
        prints = self.ctx.may(Permission.NOTE_READ, Permission.DOCUMENTS_PRINT)
        self.print_button.setEnabled(plan is not None and prints)
        self.new_button.setEnabled(self.ctx.may(Permission.NOTE_WRITE))
        self.withheld.setVisible(care.withheld)
        self.withheld.setText(
            "Goals, findings and reports are for those who treat the patient. Orders, signatures,"
            " sendings and papers are shown."
        )
        self._plan = plan
        for part in self._made():
            part.show_plan(care, plan)

    def _plan_chosen(self) -> None:
        if self.is_dirty():
            self.which.set_value(self._plan_id)
            self.ctx.messages.warn("Save or undo what you typed first, then choose another plan.")
            return
        chosen = self.which.value()
        self._plan_id = chosen if isinstance(chosen, int) else None
        care = self.presenter.care
        if care is not None:
            self._show(care, self._current(care))

    def _begin(self) -> None:
        if self.is_dirty():
            self.ctx.messages.warn("Save or undo what you typed first, then begin a new plan.")
            return
        self._choose("content")
        self.content.begin()

    def _print(self) -> None:
        self.ctx.navigate("care_paper", {"paper": Paper.PLAN, "plan_id": self._plan_id})

    def _choose(self, part: str) -> None:
        self._here = part
        self.parts.choose(part)
        self.stack.setCurrentWidget(self.content if part == "content" else self.list_of(part))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._choose(self._here)

    def show_part(self, part: str) -> None:
        """Show one of the parts by its name."""
        if part in self.parts.buttons:
            self._choose(part)

    def is_dirty(self) -> bool:
        return any(part.is_dirty() for part in self._made())

    def save(self) -> None:
        for part in self._made():
            if part.is_dirty():
                part.save()

    def keep(self) -> None:
        self.save()

    def first_focus(self) -> QWidget:
        here = self.stack.currentWidget()
        if isinstance(here, (ContentPart, CarePart)):
            return here.first_focus()
        return self.parts.buttons["content"]


def _beside_header(care: CareFile, plan: PlanRecord | None) -> tuple[Clock, ...]:
    """The clocks of a plan but those that the patient's header shows already."""
    if plan is None or plan is not care.plans[0]:
        return plan.clocks if plan else ()
    told = ClockKind.RECERTIFICATION
    return tuple(one for one in plan.clocks if not one.is_open and one.kind is not told)


def _plan_words(record: PlanRecord) -> str:
    return f"{record.plan.discipline} plan from {say_date(record.plan.starts_on)}"
