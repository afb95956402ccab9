"""Goals, signatures, sendings, reports and papers as rows, and clocks as chips."""

from __future__ import annotations

from core.model.lymphedema import LymphRecord, excess_percent
from core.model.patient_uploads import Upload
from core.model.plan_clock import CLOCK_NAMES, Clock, ClockKind, ClockState
from core.model.plan_of_care import (
    Certification,
    CertificationKind,
    Goal,
    GoalState,
    Order,
    PlanReport,
    PlanSent,
    ReportKind,
    SentHow,
)
from core.model.typed_dates import say_date
from ui.models.row_table import Column

GOAL_STATES = (
    ("Open", GoalState.OPEN),
    ("Met", GoalState.MET),
    ("Dropped", GoalState.DROPPED),
)
HOW = (
    ("Fax", SentHow.FAX),
    ("Portal", SentHow.PORTAL),
    ("Mail", SentHow.MAIL),
    ("Secure e-mail", SentHow.EMAIL),
    ("By hand", SentHow.HAND),
)
SIGNATURES = (
    ("First certification", CertificationKind.INITIAL),
    ("Recertification", CertificationKind.RECERTIFICATION),
)
REPORTS = (
    ("Progress report", ReportKind.PROGRESS),
    ("Discharge note", ReportKind.DISCHARGE),
)
# Where on the plan's page the work that a clock asks for is done.
PARTS_OF_WORK = {
    ClockKind.CONTENT: "content",
    ClockKind.CERTIFICATION: "signatures",
    ClockKind.SENDING: "sends",
    ClockKind.SIGNATURE: "signatures",
    ClockKind.RECERTIFICATION: "signatures",
    ClockKind.PROGRESS: "reports",
    ClockKind.DISCHARGE: "reports",
}
_CLOCK_KINDS = {
    ClockState.MET: ("good", "check-circle"),
    ClockState.RUNNING: ("muted", "clock"),
    ClockState.SOON: ("warning", "clock"),
    ClockState.DUE: ("warning", "warning"),
    ClockState.OVERDUE: ("error", "error"),
    ClockState.NOT_KNOWN: ("muted", "info"),
}
_GOAL_KINDS = {
    GoalState.OPEN: ("muted", "clock"),
    GoalState.MET: ("good", "check-circle"),
    GoalState.DROPPED: ("muted", "stop"),
}


def clock_chip(clock: Clock) -> tuple[str, str, str]:
    """Kind, words and icon of a clock, short enough for a chip."""
    kind, icon = _CLOCK_KINDS[clock.state]
    return kind, _clock_words(clock), icon


def clock_tip(clock: Clock) -> str:
    """A clock's sentence with its source."""
    return f"{clock.words}\n{clock.cite}".strip()


def plan_chip(clock: Clock, discipline: str) -> tuple[str, str, str]:
    """The same for a chip that names the plan: `PT plan of care certified to 5 Apr 2026`."""
    kind, words, icon = clock_chip(clock)
    if clock.kind is not ClockKind.RECERTIFICATION:
        return kind, words, icon
    kind, icon = ("good", "check-circle") if kind == "muted" else (kind, icon)
    return kind, f"{discipline} plan of care {words[:1].lower()}{words[1:]}", icon


def _clock_words(clock: Clock) -> str:
    name, due = CLOCK_NAMES[clock.kind], say_date(clock.due) if clock.due else ""
    if clock.kind is ClockKind.RECERTIFICATION:
        ended = clock.state is ClockState.OVERDUE
        return f"Certification ended {due}" if ended else f"Certified to {due}"
    if clock.kind is ClockKind.CERTIFICATION and clock.state is ClockState.MET:
        return "Signed" if clock.words.startswith("Certified") else "Order stands in for signature"
    if clock.kind is ClockKind.CERTIFICATION and clock.due:
        return f"Not signed, due {due}" if not _late(clock) else f"Not signed, was due {due}"
    if clock.kind is ClockKind.PROGRESS:
        days = clock.words.partition(" since")[0]
        said = {ClockState.DUE: " due now", ClockState.OVERDUE: " overdue"}.get(clock.state, "")
        return f"Progress report{said}: {days}"
    if clock.kind in (ClockKind.SENDING, ClockKind.SIGNATURE) and due:
        return f"{name} by {due}"
    return name


def _late(clock: Clock) -> bool:
    return clock.state is ClockState.OVERDUE


def _when(day: object) -> str:
    return say_date(day) if day else ""  # type: ignore[arg-type]


GOAL_COLUMNS = (
    Column[Goal]("Goal", lambda one: one.name, 52, strong=True),
    Column[Goal]("Long-term goal", lambda one: one.words, 200, grow=3),
    Column[Goal]("Measure", lambda one: one.measure, 110, grow=1),
    Column[Goal](
        "State",
        lambda one: one.state.value.capitalize(),
        92,
        kind=lambda one: _GOAL_KINDS[one.state][0],
        icon=lambda one: _GOAL_KINDS[one.state][1],
    ),
)
ORDER_COLUMNS = (
    Column[Order]("From", lambda one: one.referrer or "Nobody named", 170, strong=True, grow=1),
    Column[Order]("For", lambda one: one.discipline.value, 52),
    Column[Order](
        "Signed",
        lambda one: say_date(one.signed_on) if one.signed_on else "Not signed",
        110,
        kind=lambda one: "" if one.signed_on else "warning",
    ),
    Column[Order]("Ordered", lambda one: one.words, 150, grow=1),
)


def signature_state(one: Certification) -> tuple[str, str, str]:
    """Words, kind and icon of how a signature stands."""
    if one.withdrawn_at is not None:
        return "Withdrawn", "muted", "stop"
    if one.signed_on is None:
        return "By word", "warning", "clock"
    return ("Late", "warning", "check") if one.delay_reason else (
        "Signed", "good", "check-circle",
    )  # fmt: skip


SIGNATURE_COLUMNS = (
    Column[Certification](
        "Kind",
        lambda one: "First" if one.kind is CertificationKind.INITIAL else "Again",
        62,
        strong=True,
    ),
    Column[Certification](
        "State",
        lambda one: signature_state(one)[0],
        104,
        kind=lambda one: signature_state(one)[1],
        icon=lambda one: signature_state(one)[2],
        tip=lambda one: one.withdrawn_why or one.delay_reason,
    ),
    Column[Certification]("Signed", lambda one: _when(one.signed_on or one.verbal_on), 108),
    Column[Certification]("By", lambda one: one.signer, 112, grow=1),
    Column[Certification]("Holds to", lambda one: _when(one.valid_to), 108),
)
SENT_COLUMNS = (
    Column[PlanSent]("Sent", lambda one: say_date(one.sent_on), 108, strong=True),
    Column[PlanSent]("To", lambda one: one.sent_to, 118, grow=1),
    Column[PlanSent]("How", lambda one: {v: t for t, v in HOW}[one.how], 96),
    Column[PlanSent](
        "Proof",
        lambda one: one.proof or "No proof",
        150,
        grow=2,
        kind=lambda one: "" if one.proof else "warning",
    ),
)
REPORT_COLUMNS = (
    Column[PlanReport](
        "Report",
        lambda one: "Discharge" if one.kind is ReportKind.DISCHARGE else "Progress",
        92,
        strong=True,
        icon=lambda one: "stop" if one.withdrawn_at else "",
    ),
    Column[PlanReport]("Written", lambda one: say_date(one.written_on), 106),
    Column[PlanReport](
        "Covers",
        lambda one: f"{say_date(one.covers_from)} – {say_date(one.covers_to)}",
        184,
    ),
    Column[PlanReport]("Days", lambda one: str(one.treatment_days), 46, number=True),
    Column[PlanReport](
        "By",
        lambda one: "Withdrawn" if one.withdrawn_at else one.written_by,
        92,
        grow=1,
        tip=lambda one: one.withdrawn_why or one.written_by,
    ),
)


def _excess(one: LymphRecord) -> str:
    return f"{excess_percent(one.volumes)} %" if one.volumes else ""


LYMPH_COLUMNS = (
    Column[LymphRecord]("Measured", lambda one: say_date(one.measured_on), 112, strong=True),
    Column[LymphRecord]("Limb", lambda one: one.limb, 110, grow=1),
    Column[LymphRecord]("Stage", lambda one: one.stage, 56),
    Column[LymphRecord]("Phase", lambda one: str(one.phase), 56, number=True),
    Column[LymphRecord]("Excess", _excess, 76, number=True),
)
_MEDIA = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}
PAPER_COLUMNS = (
    Column[Upload]("Paper", lambda one: one.kind_words, 150, strong=True, grow=1),
    Column[Upload]("Title", lambda one: one.title, 100, grow=2),
    Column[Upload]("Dated", lambda one: say_date(one.dated_on), 110),
    Column[Upload]("File", lambda one: _MEDIA.get(one.media, ""), 54),
    Column[Upload]("Size", lambda one: f"{max(1, one.size // 1024):,} kB", 76, number=True),
)
