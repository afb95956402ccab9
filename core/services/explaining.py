"""The paper that explains one encounter's kept bill: prepared here, drawn and kept like superbills.

It tells of the bill as it was saved, by the rules it was saved with; nothing is billed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.errors import UserProblem
from core.model.bill import Bill
from core.model.kinds import EncounterState
from core.model.permissions import Permission
from core.model.session import SessionRecord
from core.reports import encounter_explained as paper
from core.reports.encounter_explained_record import BillChange, ExplainedRecord, RuleInForce
from core.reports.superbill_record import Notice
from core.rules.profile import UNIT_RULE_NAMES, UnitRule
from core.services import encounters as sessions
from core.services.permissions import needs
from core.services.printing import PdfDraft, draft_of
from core.services.superbill_data import billing_of, insurance_of, label_of, person_of, rendering_of
from core.store import audit, coverages, documents, encounters, patients, practices, providers

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

KIND = "explained"
UNIT_RULE_STEP = "Unit rule of "
_MOST_EVENTS = 5_000
_DRAFT = Notice(
    "Draft", "This session is not complete: its charges do not stand, and the bill may change."
)
_ACTIONS = {
    "encounter.schedule": "scheduled",
    "encounter.autosave": "typing kept as a draft",
    "encounter.discard_draft": "draft discarded",
    "encounter.save": "saved",
    "encounter.complete": "completed",
    "encounter.void": "voided",
    "encounter.sign": "signed",
    "encounter.countersign": "countersigned",
    "encounter.addendum": "addendum added",
    "encounter.unseal": "opened again after signing",
}
_DETAILS = {
    "attested": "attested",
    "attested_taken_back": "statement taken back",
    "refused": "refused",
    "refused_taken_back": "refusal taken back",
}


@dataclass(frozen=True, slots=True)
class ExplainedJob:
    """All that is needed to draw; drawing may run on any thread."""

    record: ExplainedRecord
    patient_id: int
    versions: tuple[tuple[int, int], ...]


@needs(Permission.BILL_READ)
def prepare(p: OpenPractice, encounter_id: int) -> ExplainedJob:
    """Read everything the paper says of one saved encounter."""
    db = p.file.db
    session = encounters.get(db, encounter_id)
    if session is None:
        raise UserProblem("This session is not in the practice file. Go back to Today.")
    if session.state is EncounterState.VOID:
        raise UserProblem("This session is void: it has no bill to explain.")
    bill = sessions.bill_of(p, encounter_id)
    record = _gather(p, session, bill)
    return ExplainedJob(record, session.patient_id, ((encounter_id, session.version),))


def draw(job: ExplainedJob) -> PdfDraft:
    """Draw what was prepared; touches no database."""
    record = job.record
    pdf = paper.build(record)
    return draft_of(
        pdf,
        record,
        paper.TITLE,
        KIND,
        job.patient_id,
        name="bill-explained",
        versions=job.versions,
    )


@needs(Permission.BILL_READ)
def explained(p: OpenPractice, encounter_id: int) -> PdfDraft:
    """Prepare and draw at once; nothing is stored until the draft is archived."""
    return draw(prepare(p, encounter_id))


def _gather(p: OpenPractice, session: SessionRecord, bill: Bill) -> ExplainedRecord:
    db = p.file.db
    patient, practice = patients.get(db, session.patient_id), practices.get(db)
    if patient is None or practice is None:
        raise UserProblem("This patient is not in the practice file. Search again.")
    cover = coverages.get(db, session.coverage_id) if session.coverage_id else None
    helper = session.assistant_provider_id
    assistant = providers.get(db, helper) if helper else None
    codes = {service.code for service in session.services} | {line.code for line in bill.lines}
    return ExplainedRecord(
        number=documents.next_number(db),
        issued_on=p.clock.today(),
        billing=billing_of(practice),
        patient=person_of(patient),
        day=session.date,
        discipline=session.discipline,
        state=session.state,
        rendering=rendering_of(providers.get(db, session.rendering_provider_id)),
        rule=rule_in_force(bill, _profile_name(p, session.profile)),
        bill=bill,
        assistant=assistant.display_name if assistant else "",
        place_of_service=session.place_of_service,
        insurance=insurance_of(cover),
        diagnoses=session.diagnoses,
        services=session.services,
        labels={code: label_of(p, code) for code in codes},
        attestations=session.attestations,
        refusals=session.refusals,
        changes=_changes(p, session),
        notice=None if session.state is EncounterState.COMPLETE else _DRAFT,
    )


def _profile_name(p: OpenPractice, profile: str) -> str:
    found = p.book.profiles.get(profile)
    return found.name if found else profile


def rule_in_force(bill: Bill, payer: str) -> RuleInForce:
    """The unit rule as the kept bill itself tells it, so that newer rules do not speak for it."""
    for step in bill.trace:
        if step.step.startswith(UNIT_RULE_STEP):
            return RuleInForce(payer, step.result, step.since, step.cite)
    known = bill.rule in set(UnitRule)
    words = UNIT_RULE_NAMES[UnitRule(bill.rule)] if known else "not known on this day"
    return RuleInForce(payer, words)


def _changes(p: OpenPractice, session: SessionRecord) -> tuple[BillChange, ...]:
    """What the audit trail holds of this encounter, oldest first; typing is told once in a row."""
    query = audit.AuditQuery(patient_id=session.patient_id, action="encounter")
    found: list[BillChange] = []
    for event in reversed(audit.find(p.file.db, query, limit=_MOST_EVENTS)):
        if event.object_id != session.id:
            continue
        told = BillChange(event.at, event.actor, _words(event.action, event.detail))
        if found and (found[-1].actor, found[-1].what) == (told.actor, told.what):
            found[-1] = replace(found[-1], at=told.at)
        else:
            found.append(told)
    return tuple(found)


def _words(action: str, detail: Mapping[str, Any]) -> str:
    parts = [_ACTIONS.get(action, action.partition(".")[2].replace("_", " "))]
    fields = detail.get("fields")
    if fields:
        parts.append("changed: " + ", ".join(map(_field, fields)))
    for key, word in _DETAILS.items():
        if detail.get(key):
            parts.append(f"{word}: " + "; ".join(map(str, detail[key])))
    return "; ".join(parts)


def _field(name: object) -> str:
    return str(name).removesuffix("_id").replace("_", " ")
