"""One encounter's bill and everything that made it so, for whoever reviews it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.model.bill import Bill
from core.model.encounter import Service
from core.model.kinds import EncounterState
from core.model.money import format_cents
from core.model.statements import RefusalKind
from core.reports.encounter_explained_record import ExplainedRecord
from core.reports.encounter_explained_strip import clock, strip_block
from core.reports.encounter_explained_tables import (
    Column,
    note_blocks,
    table_blocks,
    text_block,
    title_block,
)
from core.reports.page import LEFT, RIGHT, SMALL, STRONG, Block, Pdf, space
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, lay_out, letterhead, notice_block, panels

TITLE = "Bill explained"
_SUBTITLE = "How the units, modifiers and alerts of one encounter came about"
_LEDGER_WORDS = {
    "billed": "in billed units",
    "rounding": "left by rounding",
    "under-eight": "too few for a unit",
    "cap": "over a cap",
    "edit": "stopped by an edit",
    "untimed": "untimed services",
    "bundled": "bundled",
    "unassigned": "not assigned to a code",
    "not-billable": "not billable",
}
_STATES = {
    EncounterState.SCHEDULED: "Scheduled",
    EncounterState.DRAFT: "Draft, not complete",
    EncounterState.COMPLETE: "Complete",
    EncounterState.VOID: "Void",
}
_UNKNOWN = "not known"


def build(record: ExplainedRecord) -> Pdf:
    """Draw the document; the same record gives the same bytes."""
    blocks = [*_opening(record), *(block for _, part in parts(record) for block in part)]
    return lay_out(record, blocks, TITLE)


def parts(record: ExplainedRecord) -> tuple[tuple[str, list[Block]], ...]:
    """The paper's parts by name, for this and for papers that hold more than the bill."""
    return (
        ("Bill", _bill(record)),
        ("Minutes and clock times", [*_minutes(record), *_ledger(record.bill)]),
        ("Statements and refusals", _said(record)),
        ("Alerts", _alerts(record.bill)),
        ("Rules, reasons and sources", _reasons(record)),
        ("Changes on record", _changes(record)),
    )


def moment(at: datetime) -> str:
    """A stored time, in UTC and saying so: 03/10/2026 14:02 UTC."""
    at = at.astimezone(UTC)
    return f"{us_date(at.date())} {at:%H:%M} UTC"


def _opening(record: ExplainedRecord) -> list[Block]:
    facts = [
        ("Number", str(record.number)),
        ("Issued", us_date(record.issued_on)),
        ("Date of service", us_date(record.day)),
        ("Encounter", _STATES[record.state]),
    ]
    blocks = [letterhead(record.billing, TITLE, _SUBTITLE, facts), space(10)]
    if record.notice:
        blocks += [notice_block(record.notice), space(10)]
    return [
        *blocks,
        who_and_rule(record),
        space(12),
    ]


def who_and_rule(record: ExplainedRecord) -> Block:
    """The patient and clinicians beside the payer and its rule of the day."""
    return panels(("Patient", _patient(record)), ("Payer and rule", _payer(record)))


def _patient(record: ExplainedRecord) -> list[Field]:
    who = record.rendering
    listed = "\n".join(f"{one.dotted}  {one.description}" for one in record.diagnoses)
    fields = [
        ("Name", record.patient.full_name),
        ("Date of birth", us_date(record.patient.birth_date)),
        ("Account", record.patient.account_number),
        ("Rendering", f"{who.name}\nNPI {who.npi or 'not recorded'}"),
        ("Assistant", record.assistant),
        ("Discipline", f"{record.discipline.value}, place of service {record.place_of_service}"),
        ("Diagnoses", listed or "None recorded"),
    ]
    return [(label, value) for label, value in fields if value]


def _payer(record: ExplainedRecord) -> list[Field]:
    rule, insurance = record.rule, record.insurance
    since = f"since {us_date(rule.since)}" if rule.since else ""
    fields = [
        ("Payer", insurance.payer if insurance else "None on record"),
        ("Member ID", insurance.member_id if insurance else ""),
        ("Rule profile", rule.payer),
        ("Unit rule", rule.words),
        ("In force", since),
        ("Source", rule.cite),
        ("Rule book", record.bill.rulebook),
    ]
    return [(label, value) for label, value in fields if value]


_BILL = (
    Column("CPT", LEFT, 40, STRONG),
    Column("Modifiers", LEFT + 44, 96),
    Column("Service", LEFT + 146, 190),
    Column("Min", LEFT + 376, 40, figure=True),
    Column("Units", LEFT + 420, 40, figure=True),
    Column("Allowed ($)", RIGHT, 80, figure=True),
)


def _bill(record: ExplainedRecord) -> list[Block]:
    bill = record.bill
    rows = [
        (
            line.code,
            " ".join(line.modifiers),
            record.labels.get(line.code, ""),
            str(line.minutes),
            str(line.units),
            _money(line.allowed_cents),
        )
        for line in bill.lines
    ]
    sums = (
        f"{bill.timed_minutes} timed and {bill.untimed_minutes} untimed minutes: "
        f"{bill.timed_units} timed units, {bill.total_units} in all."
    )
    left_out = [
        (item.code, str(item.minutes), f"{item.message or item.reason}\n{item.cite}")
        for item in bill.not_billed
    ]
    return [
        *table_blocks("Bill", _BILL, rows, "Nothing is billed."),
        text_block(sums),
        space(9),
        *table_blocks("Not billed", _LEFT_OUT, left_out),
        *table_blocks("Choices that were the clinician’s", _CHOICES, _choices(bill)),
    ]


_LEFT_OUT = (
    Column("CPT", LEFT, 40, STRONG),
    Column("Min", LEFT + 66, 24, figure=True),
    Column("Why, and the source", LEFT + 84, RIGHT - LEFT - 84),
)
_CHOICES = (
    Column("Unit", LEFT, 26, STRONG),
    Column("Between", LEFT + 44, 150),
    Column("Went to", LEFT + 204, 120),
    Column("Why it was open", LEFT + 334, RIGHT - LEFT - 334),
)


def _choices(bill: Bill) -> list[tuple[str, ...]]:
    return [
        (
            str(one.number),
            " or ".join(one.candidates),
            f"{one.chosen}{'' if one.answered else ', nobody chose'}",
            one.why,
        )
        for one in bill.choices
    ]


_MINUTES = (
    Column("CPT", LEFT, 40, STRONG),
    Column("Region", LEFT + 44, 108),
    Column("Therapist", LEFT + 200, 44, figure=True),
    Column("Assistant", LEFT + 250, 44, figure=True),
    Column("Together", LEFT + 298, 44, figure=True),
    Column("All", LEFT + 324, 24, figure=True),
    Column("Clock times", LEFT + 338, RIGHT - LEFT - 338),
)


_GLUED_ROOM = replace(space(4), glued=True)  # the heading stays with its picture


def _minutes(record: ExplainedRecord) -> list[Block]:
    blocks = table_blocks(
        "Minutes as documented", _MINUTES, [_service(one) for one in record.services],
        "No service is documented.",
    )  # fmt: skip
    picture = strip_block(record.services)
    if picture is None:
        none = "No clock times were kept for this encounter; minutes alone were typed."
        return [*blocks, *note_blocks([none]), space(9)]
    return [*blocks, title_block("Clock times"), _GLUED_ROOM, picture, space(9)]


def _service(one: Service) -> tuple[str, ...]:
    side = f", {one.side.value}" if one.side else ""
    visit = f" (visit {one.session})" if one.session > 1 else ""
    times = ", ".join(
        f"{clock(stretch.start)}–{clock(stretch.end)} {stretch.who.value}"
        for stretch in one.intervals
    )
    counts = (one.minutes, one.assistant_minutes, one.together_minutes, one.total_minutes)
    return (one.code, f"{one.region}{side}{visit}", *map(str, counts), times)


_LEDGER = (
    Column("Minutes", LEFT + 40, 40, STRONG, figure=True),
    Column("Where they went", LEFT + 56, RIGHT - LEFT - 56),
)


def _ledger(bill: Bill) -> list[Block]:
    rows = [(str(count), _LEDGER_WORDS[name]) for name, count in bill.ledger if count]
    every = sum(count for _, count in bill.ledger)
    rows.append((str(every), "documented in all"))
    return table_blocks("Every minute", _LEDGER, rows)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


_STATEMENTS = (
    Column("Modifier", LEFT, 44, STRONG),
    Column("Codes", LEFT + 50, 100),
    Column("Stated", LEFT + 156, 164),
    Column("By", LEFT + 326, 92),
    Column("When", LEFT + 422, RIGHT - LEFT - 422, SMALL),
)
_REFUSALS = (
    Column("Suggestion", LEFT, 86, STRONG),
    Column("Codes", LEFT + 92, 80),
    Column("Refused because", LEFT + 178, 142),
    Column("By", LEFT + 326, 92),
    Column("When", LEFT + 422, RIGHT - LEFT - 422, SMALL),
)


def _said(record: ExplainedRecord) -> list[Block]:
    stated = [
        (one.modifier or "–", ", ".join(one.codes), _sentence(one.words), one.actor, moment(one.at))
        for one in record.attestations
    ]
    refused = [
        (
            f"{one.alert}{' (line taken off)' if one.kind is RefusalKind.LINE else ''}",
            ", ".join(one.codes),
            one.reason,
            one.actor,
            moment(one.at),
        )
        for one in record.refusals
    ]
    return [
        *table_blocks("Statements", _STATEMENTS, stated, "Nobody attested anything."),
        *table_blocks("Suggestions refused", _REFUSALS, refused, "No suggestion was refused."),
    ]


_ALERTS = (
    Column("Alert", LEFT, 92, STRONG),
    Column("Codes", LEFT + 98, 66),
    Column("What it says, and the source", LEFT + 170, RIGHT - LEFT - 170),
)


def _alerts(bill: Bill) -> list[Block]:
    rows = [
        (
            f"{alert.severity.value}\n{alert.id}",
            ", ".join(alert.codes),
            f"{alert.message} {alert.fix}\n{alert.cite}",
        )
        for alert in bill.alerts
    ]
    return table_blocks("Alerts that stood", _ALERTS, rows, "None.")


_REASONS = (
    Column("Step", LEFT, 142, STRONG),
    Column("Result", LEFT + 148, 248),
    Column("Since", LEFT + 402, 58, SMALL),
    Column("Source", LEFT + 464, RIGHT - LEFT - 464, SMALL),
)


def _reasons(record: ExplainedRecord) -> list[Block]:
    """Each source stands once below, numbered as the steps cite it."""
    trace = record.bill.trace
    numbers = {cite: n for n, cite in enumerate(dict.fromkeys(s.cite for s in trace if s.cite), 1)}
    rows = [
        (
            step.step,
            step.result,
            us_date(step.since) if step.since else "",
            f"[{numbers[step.cite]}]" if step.cite else "",
        )
        for step in trace
    ]
    sources = [f"[{n}]  {cite}" for cite, n in numbers.items()]
    return [*table_blocks("Reasons", _REASONS, rows, "None."), *note_blocks(sources), space(9)]


_CHANGES = (
    Column("When", LEFT, 106, SMALL),
    Column("By", LEFT + 112, 104),
    Column("What", LEFT + 222, RIGHT - LEFT - 222),
)


def _changes(record: ExplainedRecord) -> list[Block]:
    rows = [(moment(one.at), one.actor, one.what) for one in record.changes]
    return table_blocks("Changes of this encounter", _CHANGES, rows)


def _money(cents: int | None) -> str:
    return _UNKNOWN if cents is None else format_cents(cents, sign="")
