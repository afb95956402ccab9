"""Progress reports, discharge notes and lymphedema records of a plan of care."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.errors import InvalidInput, UnitwiseError, UserProblem
from core.model.care_file import CareFile, PlanRecord
from core.model.lymphedema import STAGES, LymphRecord, read_girths
from core.model.plan_of_care import GoalState, PlanReport, ReportKind
from core.services import plan_reports
from core.services.care_papers import Paper
from ui.models.care_rows import LYMPH_COLUMNS, REPORT_COLUMNS, REPORTS
from ui.models.row_table import Column
from ui.screens.care_part import CarePart, Change
from ui.widgets.area_field import AreaField
from ui.widgets.basics import quiet_button, section
from ui.widgets.basics_buttons import Button
from ui.widgets.basics_fields import Check, ComboBox, DateField, TextField
from ui.widgets.goal_verdicts import GoalVerdicts
from ui.widgets.grid_form import FormField

_PHASES = (("1, reduction", 1), ("2, maintenance", 2))


class ReportsPart(CarePart):
    """Reports with a word on every open goal; what is kept does not change."""

    name, title, one = "report", "Reports", "report"
    none = "Medicare wants a progress report by every tenth treatment day, and one at the end."
    fixed = True

    def columns(self) -> tuple[Column[Any], ...]:
        return REPORT_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("kind", "Report", ComboBox(REPORTS), 6),
            FormField("written_by_id", "Written by", ComboBox(), 6),
            FormField("covers_from", "Covers from", DateField(today), 4, needed=True),
            FormField("covers_to", "To", DateField(today), 4, needed=True),
            FormField("written_on", "Written on", DateField(today), 4, needed=True),
            FormField("assessment", "What improved, or did not", AreaField(lines=3), 12),
            FormField("objective", "Objective findings", AreaField(lines=3), 12),
            FormField("continuing", "How therapy goes on", AreaField(lines=3), 12),
            FormField("changes", "Changes to goals or plan", AreaField(lines=3), 12),
        )

    def more(self) -> tuple[QWidget, ...]:
        self.goals_head = section("Each goal")
        self.goals = GoalVerdicts()
        self.goals.edited.connect(self._edited)
        return self.goals_head, self.goals

    def editors(self) -> dict[str, QWidget]:
        return super().editors() | self.goals.editors()

    def make_acts(self) -> tuple[Button, ...]:
        self.print_button = quiet_button("Preview", icon="print")
        self.print_button.setObjectName("report-print")
        self.print_button.clicked.connect(self._print)
        self.withdraw = quiet_button("Withdraw", icon="undo")
        self.withdraw.setObjectName("report-withdraw")
        self.withdraw.clicked.connect(self._ask_why)
        return self.print_button, self.withdraw

    def offer(self, care: CareFile) -> None:
        writers = (
            (one.display_name, one.id)
            for one in self.presenter.providers
            if one.active and not one.role.is_assistant
        )
        editor: Any = self.form.rows["written_by_id"].editor
        editor.set_choices((("Choose …", None), *writers))

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[PlanReport, ...]:
        return plan.reports if plan and not care.withheld else ()

    def fill(self, entry: PlanReport | None) -> None:
        goals = self.plan.goals if self.plan else ()
        if entry is None:
            goals = tuple(one for one in goals if one.state is GoalState.OPEN)
        else:
            told = {one.goal_id for one in entry.goals}
            goals = tuple(one for one in goals if one.id in told)
        self.goals.show_goals(goals, entry.goals if entry else (), locked=entry is not None)
        self.goals_head.setVisible(bool(goals))
        super().fill(entry)
        self.withdraw.setVisible(entry is not None and entry.withdrawn_at is None)

    def values_of(self, entry: PlanReport | None) -> dict[str, Any]:
        if entry is not None:
            return {name: getattr(entry, name) for name in self.form.rows}
        today, plan = self.ctx.clock.today(), self.plan
        ended = plan is not None and plan.content.discharged_on is not None
        person = self.ctx.person
        own = person.provider_id if person else None
        return {
            "kind": ReportKind.DISCHARGE if ended else ReportKind.PROGRESS,
            "written_by_id": own or (plan.content.established_by_id if plan else None),
            "covers_from": plan.report_from if plan else None,
            "covers_to": (plan.last_treatment if plan else None) or today,
            "written_on": today,
        }

    def is_dirty(self) -> bool:
        typed = bool(self.goals.said()) and self.editing is None
        return super().is_dirty() or typed

    def undo(self) -> None:
        super().undo()
        self.fill(self.editing)

    def change_of(self, entry: PlanReport | None) -> Change:
        made = PlanReport(
            plan_id=self.plan.id if self.plan else 0,
            goals=self.goals.said(),
            **{name: self.value(name) for name in self.form.rows},
        )
        return lambda p: plan_reports.write(p, made)

    def kept(self, result: PlanReport) -> None:
        self.fill(result)

    def tell(self, problem: UnitwiseError) -> None:
        found = problem.problems if isinstance(problem, InvalidInput) else (problem,)
        for one in found:
            if isinstance(one, UserProblem) and one.field == "goals":
                self.goals.focus_open()
        super().tell(problem)

    def _print(self) -> None:
        ended = self.editing.kind is ReportKind.DISCHARGE
        paper = Paper.DISCHARGE if ended else Paper.PROGRESS
        self.ctx.navigate(
            "care_paper",
            {"paper": paper, "plan_id": self.editing.plan_id, "about": self.editing.id},
        )

    def _ask_why(self) -> None:
        number = self.editing.id if self.editing else 0
        self.ctx.messages.ask_text(
            "Withdraw this report?",
            "Reason",
            lambda why: self.act(lambda p: plan_reports.withdraw(p, number, why)),
            yes="Withdraw",
            detail="It stays in the list with the reason; the clock counts on without it.",
        )


class LymphPart(CarePart):
    """Girths of both limbs and what the payers' policies ask beside them."""

    name, title, one = "lymph", "Lymphedema records", "record"
    none = "For lymphedema: girths of both limbs at the start and again, stage, phase, programme."

    def columns(self) -> tuple[Column[Any], ...]:
        return LYMPH_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        stages = tuple((one, one) for one in STAGES)
        texts = (
            ("cause", "Cause and onset"),
            ("symptoms", "Symptoms and limits"),
            ("prior_care", "Earlier care"),
            ("screening", "Screened for"),
            ("skin", "Skin"),
            ("programme", "Programme"),
            ("teaching", "Teaching, garments"),
            ("response", "Before and after"),
        )
        return (
            FormField("measured_on", "Measured", DateField(self.ctx.clock.today), 6, needed=True),
            FormField("limb", "Limb", TextField("Left arm", 60), 6, needed=True),
            FormField("stage", "Stage (ISL)", ComboBox(stages), 6),
            FormField("phase", "Phase", ComboBox(_PHASES), 6),
            FormField("girths", "Girths in cm, height:affected/other",
                      TextField("0:18.5/17.5 10:24/22.5", 600), 12, _girths_check()),
            *(FormField(name, words, TextField(limit=300), 6) for name, words in texts),
        )  # fmt: skip

    def make_acts(self) -> tuple[Button, ...]:
        made = quiet_button("Preview", icon="print")
        made.setObjectName("lymph-print")
        made.clicked.connect(self._print)
        return (made,)

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[LymphRecord, ...]:
        return plan.lymph if plan else ()

    def values_of(self, entry: LymphRecord | None) -> dict[str, Any]:
        if entry is not None:
            values = {name: getattr(entry, name) for name in self.form.rows}
            return values | {"girths": " ".join(one.text for one in entry.girths)}
        last = self.plan.lymph[0] if self.plan and self.plan.lymph else None
        begins = {"measured_on": self.ctx.clock.today(), "phase": 1, "stage": "II"}
        if last is None:
            return begins
        # What does not change from visit to visit; findings are written anew each time.
        return begins | {"limb": last.limb, "cause": last.cause, "prior_care": last.prior_care}

    def change_of(self, entry: LymphRecord | None) -> Change:
        values = {name: self.value(name) for name in self.form.rows}
        values["girths"] = read_girths(values["girths"])
        made = LymphRecord(
            plan_id=self.plan.id if self.plan else 0, id=entry.id if entry else None, **values
        )
        return lambda p: plan_reports.save_lymph(p, made)

    def _print(self) -> None:
        self.ctx.navigate(
            "care_paper",
            {"paper": Paper.LYMPHEDEMA, "plan_id": self.editing.plan_id, "about": self.editing.id},
        )


def _girths_check() -> Check:
    def look(text: str) -> str:
        try:
            read_girths(text)
        except UserProblem as problem:
            return str(problem)
        return ""

    return look
