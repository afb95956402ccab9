"""The audit-defence packet: all that stands behind a patient's sessions, in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.claims.claim import ClaimSet
from core.model.kinds import Discipline
from core.model.outcomes import MeasureProgress
from core.notes.reading import Evidence
from core.reports import encounter_explained as bill
from core.reports.audit_packet_care import measure_blocks, plan_blocks
from core.reports.audit_record import COUNSEL
from core.reports.audit_sheet import marked, part
from core.reports.care_record import PlanPaper
from core.reports.claim_sheet import claim_blocks
from core.reports.encounter_explained_record import ExplainedRecord
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks, text_block
from core.reports.page import BODY, LEFT, RIGHT, SMALL, STRONG, Block, Pdf, Style, para, space
from core.reports.superbill_record import BillingProvider, Notice, Person, us_date
from core.reports.superbill_sheet import lay_out, letterhead, notice_block

TITLE = "Audit-defence packet"
_SUBTITLE = "Claim, bill, rules, minutes, note, plan of care, measures and signatures"
_SESSION = Style(13, 17, bold=True)
_ELEMENT_WORDS = {
    "performed": "Manual therapy done that day",
    "technique": "Technique named",
    "region": "Region treated",
    "minutes_97140": "Minutes of its own",
    "one_on_one": "One on one",
    "rationale": "Why it was done",
    "objective": "Measured",
    "response": "Response",
    "progress": "Progress",
    "skilled": "Skill",
    "plan": "Plan",
    "girth_or_volume": "Girth or volume",
    "stage_or_dx": "Stage or diagnosis",
    "home_program": "Home programme",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of care in force."""

    discipline: Discipline
    starts_on: date
    certified_on: date | None = None
    certified_to: date | None = None
    certified_by: str = ""


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A signature, an addendum or an opening again, as it is told."""

    what: str
    by: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class PacketVisit:
    """One session; `evidence` gives places in `note`, which stands as it was signed.

    `claims` is its claim as the record gives it on the day of the packet.
    """

    explained: ExplainedRecord
    note: str
    evidence: tuple[Evidence, ...] = ()
    plan: Plan | None = None
    signed: tuple[SignedLine, ...] = ()
    claims: ClaimSet | None = None


@dataclass(frozen=True, slots=True)
class PacketRecord:
    """A patient's sessions as they are handed to a reviewer; the same record, the same bytes.

    `plans` are those in force on a day of a session, `measures` every series up to now.
    """

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    visits: tuple[PacketVisit, ...]
    plans: tuple[PlanPaper, ...] = ()
    measures: tuple[MeasureProgress, ...] = ()
    for_counsel: bool = False

    @property
    def notice(self) -> Notice | None:
        """Counsel's line, on every page."""
        return Notice(COUNSEL, "Privileged and confidential.") if self.for_counsel else None


def build(record: PacketRecord) -> Pdf:
    """Draw the packet with an outline that leads to each part of each session."""
    facts = [
        ("Number", str(record.number)),
        ("Issued", us_date(record.issued_on)),
        ("Patient", record.patient.full_name),
        ("Date of birth", us_date(record.patient.birth_date)),
        ("Sessions", str(len(record.visits))),
    ]
    head = letterhead(record.billing, TITLE, _SUBTITLE, facts)
    blocks = [marked(head, TITLE), space(10)]
    if record.notice:
        blocks += [notice_block(record.notice), space(10)]
    blocks += _contents(record.visits)
    for visit in record.visits:
        blocks += _visit(visit)
    blocks += [*plan_blocks(record.plans), *measure_blocks(record.measures)]
    return lay_out(record, blocks, TITLE)


_CONTENTS = (
    Column("Session", LEFT, 70, STRONG),
    Column("Billed", LEFT + 76, 190),
    Column("Payer", LEFT + 272, 120),
    Column("Signed", LEFT + 398, RIGHT - LEFT - 398, SMALL),
)


def _contents(visits: Sequence[PacketVisit]) -> list[Block]:
    rows = []
    for visit in visits:
        one = visit.explained
        billed = ", ".join(
            " ".join([f"{line.code} × {line.units}", *line.modifiers]) for line in one.bill.lines
        )
        payer = one.insurance.payer if one.insurance else "Self-pay"
        signed = next((s.by for s in visit.signed if s.what.startswith("Signed")), "not signed")
        rows.append((us_date(one.day), billed or "nothing", payer, signed))
    return table_blocks("What this packet holds", _CONTENTS, rows)


def _visit(visit: PacketVisit) -> list[Block]:
    one = visit.explained
    name = f"Session of {us_date(one.day)}"
    words = para(name, RIGHT - LEFT, _SESSION)
    head = Block(words.height + 6, lambda pen, top: words.draw(pen, LEFT, top), glued=True)
    blocks = [space(6), marked(head, name), bill.who_and_rule(one), space(12)]
    if visit.claims is not None:
        blocks += [part("Claim"), *claim_blocks(visit.claims)]
    for title, drawn in bill.parts(one):
        if drawn:
            blocks += [marked(drawn[0], title, 1), *drawn[1:]]
    return [*blocks, *_note(visit), *_plan(visit.plan), *_signed(visit.signed)]


_EVIDENCE = (
    Column("Mark", LEFT + 24, 24, STRONG, figure=True),
    Column("Shows", LEFT + 34, 150),
    Column("The note’s own words", LEFT + 190, RIGHT - LEFT - 190),
)


def _note(visit: PacketVisit) -> list[Block]:
    blocks = [part("Note with its evidence marked")]
    if not visit.note.strip():
        return [*blocks, text_block("No note is kept with this session."), space(9)]
    text, rows = mark(visit.note, visit.evidence)
    blocks += [text_block(line, BODY) for line in text.split("\n")]
    blocks += [
        *note_blocks(["Brackets with a number are put on by this paper; all else is the note as it"
                      " is kept."]),
        space(6),
        *table_blocks("What the marks show", _EVIDENCE, rows),
    ]  # fmt: skip
    return blocks


def mark(note: str, evidence: Sequence[Evidence]) -> tuple[str, list[tuple[str, str, str]]]:
    """The note with numbered brackets round its evidence, and what each number shows.

    Words that prove several things get one number; a place that crosses another's edge gets none.
    """
    shows: dict[tuple[int, int], list[str]] = {}
    for one in sorted(evidence, key=lambda e: (e.start, -e.end)):
        words = _ELEMENT_WORDS.get(one.element)
        if words and note[one.start : one.end].strip():
            shows.setdefault((one.start, one.end), []).append(words)
    spans = [span for span in shows if not any(_cross(span, other) for other in shows)]
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    rows = []
    for number, (start, end) in enumerate(spans, start=1):
        opens[start] = opens.get(start, "") + f"[{number}: "
        closes[end] = closes.get(end, "") + "]"
        said = ", ".join(dict.fromkeys(shows[start, end]))
        rows.append((str(number), said, f"“{' '.join(note[start:end].split())}”"))
    out = [
        closes.get(at, "") + opens.get(at, "") + (note[at] if at < len(note) else "")
        for at in range(len(note) + 1)
    ]
    return "".join(out), rows


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[0] < one[1] < other[1]


def _plan(plan: Plan | None) -> list[Block]:
    blocks = [part("Plan of care in force")]
    if plan is None:
        return [*blocks, text_block("No plan of care is on record for that day."), space(9)]
    certified = us_date(plan.certified_on) if plan.certified_on else "not recorded"
    until = us_date(plan.certified_to) if plan.certified_to else "not recorded"
    words = (
        f"{plan.discipline.value}, begun on {us_date(plan.starts_on)}. Certified on {certified}"
        f" by {plan.certified_by or 'nobody who is recorded'}, until {until}. What it holds stands"
        " after the sessions."
    )
    return [*blocks, text_block(words), space(9)]


_SIGNED = (
    Column("When", LEFT, 106, SMALL),
    Column("What", LEFT + 112, 116, STRONG),
    Column("By", LEFT + 234, 112),
    Column("Text", LEFT + 352, RIGHT - LEFT - 352),
)


def _signed(lines: Sequence[SignedLine]) -> list[Block]:
    rows = [(bill.moment(one.at), one.what, one.by, one.text) for one in lines]
    nothing = "Nobody has signed this session in this program."
    title = "Signatures and addenda"
    drawn = table_blocks(title, _SIGNED, rows, nothing)
    return [marked(drawn[0], title, 1), *drawn[1:]]
