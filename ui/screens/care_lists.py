"""The lists of a plan of care: goals, orders, signatures, sendings."""

from __future__ import annotations

from typing import Any

from core.model.care_file import CareFile, PlanRecord
from core.model.kinds import Discipline
from core.model.permissions import Permission
from core.model.plan_of_care import (
    Certification,
    CertificationKind,
    Goal,
    GoalState,
    Order,
    PlanSent,
    SentHow,
)
from core.model.typed_dates import say_date
from core.services import certifying, plans
from ui.models.care_rows import (
    GOAL_COLUMNS,
    GOAL_STATES,
    HOW,
    ORDER_COLUMNS,
    SENT_COLUMNS,
    SIGNATURE_COLUMNS,
    SIGNATURES,
)
from ui.models.row_table import Column
from ui.presenters.patient import PatientPresenter
from ui.screens.care_part import CarePart, Change
from ui.screens.patient_referral import named
from ui.widgets.basics import quiet_button
from ui.widgets.basics_buttons import Button
from ui.widgets.basics_fields import ComboBox, DateField, TextField
from ui.widgets.grid_form import FormField

DISCIPLINES = (
    ("Physical therapy", Discipline.PT),
    ("Occupational therapy", Discipline.OT),
    ("Speech-language", Discipline.SLP),
    ("Chiropractic", Discipline.DC),
)


def referrers(presenter: PatientPresenter) -> tuple[tuple[str, object], ...]:
    """Who can order and certify, an open choice first."""
    return (("Choose …", None), *((named(one), one.id) for one in presenter.referring))


def papers(care: CareFile) -> tuple[tuple[str, object], ...]:
    """The papers that are kept with the patient."""
    kept = ((f"{one.kind_words}, {say_date(one.dated_on)}", one.id) for one in care.uploads)
    return (("None", None), *kept)


class GoalsPart(CarePart):
    """Long-term goals; each keeps its number."""

    name, title, one = "goal", "Long-term goals", "goal"
    none = "A plan of care names long-term goals that can be measured. Each keeps its number."

    def columns(self) -> tuple[Column[Any], ...]:
        return GOAL_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("words", "What the patient will do", TextField(limit=300), 12, needed=True),
            FormField("measure", "Measured by", TextField("NDI, knee flexion", 100), 12),
            FormField("baseline", "At start", TextField(limit=100), 6),
            FormField("target", "Target", TextField(limit=100), 6),
            FormField("due_on", "By", DateField(today), 6),
            FormField("state", "State", ComboBox(GOAL_STATES), 6),
        )

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[Goal, ...]:
        return plan.goals if plan else ()

    def head_of(self, entry: Goal | None) -> str:
        return f"Goal {entry.name}" if entry else "New goal"

    def values_of(self, entry: Goal | None) -> dict[str, Any]:
        if entry is None:
            return {"state": GoalState.OPEN, "due_on": self.plan.ends_on if self.plan else None}
        names = ("words", "measure", "baseline", "target", "due_on", "state")
        return {name: getattr(entry, name) for name in names}

    def change_of(self, entry: Goal | None) -> Change:
        goal = Goal(
            plan_id=self.plan.id if self.plan else 0,
            id=entry.id if entry else None,
            closed_on=entry.closed_on if entry else None,
            **{name: self.value(name) for name in self.form.rows},
        )
        return lambda p: plans.save_goal(p, goal)


class OrdersPart(CarePart):
    """Orders for therapy, with the day they were signed."""

    name, title, one = "order", "Orders", "order"
    none = "A signed and dated order helps: from 2025 on it can stand in for the first signature."
    permission = Permission.DEMOGRAPHICS_WRITE

    def columns(self) -> tuple[Column[Any], ...]:
        return ORDER_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        return (
            FormField("referring_provider_id", "From", ComboBox(), 7),
            FormField("discipline", "For", ComboBox(DISCIPLINES), 5),
            FormField("signed_on", "Signed on", DateField(today), 6),
            FormField("received_on", "Came in on", DateField(today), 6),
            FormField("words", "What is ordered", TextField(limit=300), 12),
            FormField("file_id", "Kept paper", ComboBox(), 12),
        )

    def offer(self, care: CareFile) -> None:
        offer(self, care)

    def wants_plan(self) -> bool:
        return False

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[Order, ...]:
        return care.orders

    def values_of(self, entry: Order | None) -> dict[str, Any]:
        file = self.presenter.file
        if entry is None:
            by = file.patient.referring_provider_id if file else None
            treated = self.plan.plan.discipline if self.plan else Discipline.PT
            return {"referring_provider_id": by, "discipline": treated}
        return {name: getattr(entry, name) for name in self.form.rows}

    def change_of(self, entry: Order | None) -> Change:
        order = Order(
            patient_id=self.presenter.patient_id or 0,
            id=entry.id if entry else None,
            **{name: self.value(name) for name in self.form.rows},
        )
        return lambda p: certifying.save_order(p, order)


class SignaturesPart(CarePart):
    """Certification and recertifications; one recorded by mistake is withdrawn."""

    name, title, one = "signature", "Signatures under the plan", "signature"
    none = (
        "Medicare wants the plan signed within 30 days of the first treatment, then every 90 days."
    )
    fixed = True
    permission = Permission.DEMOGRAPHICS_WRITE

    def columns(self) -> tuple[Column[Any], ...]:
        return SIGNATURE_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        today = self.ctx.clock.today
        from_plan = "Empty: taken from the plan"
        return (
            FormField("kind", "Signature", ComboBox(SIGNATURES), 6),
            FormField("referring_provider_id", "Signed by", ComboBox(), 6),
            FormField("signed_on", "Signed on", DateField(today), 6),
            FormField("verbal_on", "Before that by word on", DateField(today), 6),
            FormField("covers_from", "Holds from", DateField(today), 6, hint=from_plan),
            FormField("valid_to", "Holds to", DateField(today), 6, hint=from_plan),
            FormField("delay_reason", "If late: why", TextField(limit=300), 12),
            FormField("file_id", "Kept paper", ComboBox(), 12),
        )

    def make_acts(self) -> tuple[Button, ...]:
        self.withdraw = quiet_button("Withdraw", icon="undo")
        self.withdraw.setObjectName("signature-withdraw")
        self.withdraw.clicked.connect(self._ask_why)
        return (self.withdraw,)

    def offer(self, care: CareFile) -> None:
        offer(self, care)

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[Certification, ...]:
        return plan.certifications if plan else ()

    def fill(self, entry: Certification | None) -> None:
        super().fill(entry)
        self.withdraw.setVisible(entry is not None and entry.withdrawn_at is None)

    def values_of(self, entry: Certification | None) -> dict[str, Any]:
        if entry is not None:
            return {name: getattr(entry, name) for name in self.form.rows}
        held = self.plan.certifications if self.plan else ()
        signed = any(one.signed_on and one.withdrawn_at is None for one in held)
        kind = CertificationKind.RECERTIFICATION if signed else CertificationKind.INITIAL
        by = self.plan.plan.referring_provider_id if self.plan else None
        file = self.presenter.file
        by = by or (file.patient.referring_provider_id if file else None)
        return {"kind": kind, "referring_provider_id": by}

    def change_of(self, entry: Certification | None) -> Change:
        made = Certification(
            plan_id=self.plan.id if self.plan else 0,
            **{name: self.value(name) for name in self.form.rows},
        )
        return lambda p: certifying.certify(p, made)

    def _ask_why(self) -> None:
        number = self.editing.id if self.editing else 0
        self.ctx.messages.ask_text(
            "Withdraw this signature?",
            "Reason",
            lambda why: self.act(lambda p: certifying.withdraw(p, number, why)),
            yes="Withdraw",
            detail="It stays in the list with the reason, and counts no longer.",
        )


class SendsPart(CarePart):
    """The log of the plan's sendings."""

    name, title, one = "send", "Plan sent", "sending"
    none = "Log each sending with its proof: the fax report, the portal's receipt."
    fixed = True
    permission = Permission.DEMOGRAPHICS_WRITE

    def columns(self) -> tuple[Column[Any], ...]:
        return SENT_COLUMNS

    def fields(self) -> tuple[FormField, ...]:
        return (
            FormField("sent_on", "Sent on", DateField(self.ctx.clock.today), 6, needed=True),
            FormField("how", "How", ComboBox(HOW), 6),
            FormField("sent_to", "To", TextField(limit=100), 6, needed=True),
            FormField("address", "Number or address", TextField(limit=200), 6),
            FormField("proof", "Proof", TextField("Fax report no. 4471, 2 pages, OK", 200), 12),
            FormField("file_id", "Kept paper", ComboBox(), 12),
        )

    def offer(self, care: CareFile) -> None:
        self.form.rows["file_id"].editor.set_choices(papers(care))  # type: ignore[attr-defined]

    def rows_of(self, care: CareFile, plan: PlanRecord | None) -> tuple[PlanSent, ...]:
        return plan.sends if plan else ()

    def values_of(self, entry: PlanSent | None) -> dict[str, Any]:
        if entry is not None:
            return {name: getattr(entry, name) for name in self.form.rows}
        file = self.presenter.file
        person = file.referring if file else None
        return {
            "sent_on": self.ctx.clock.today(),
            "how": SentHow.FAX,
            "sent_to": named(person) if person else "",
            "address": person.fax if person else "",
        }

    def change_of(self, entry: PlanSent | None) -> Change:
        made = PlanSent(
            plan_id=self.plan.id if self.plan else 0,
            **{name: self.value(name) for name in self.form.rows},
        )
        return lambda p: certifying.log_send(p, made)

    def is_dirty(self) -> bool:
        return self.editing is None and super().is_dirty()


def offer(part: CarePart, care: CareFile) -> None:
    """Offer who signs and which papers there are."""
    people: Any = part.form.rows["referring_provider_id"].editor
    kept: Any = part.form.rows["file_id"].editor
    people.set_choices(referrers(part.presenter))
    kept.set_choices(papers(care))
