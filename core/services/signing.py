"""Signing a session: sealed and read-only from then on, with addenda, and an owner's way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.permissions import Permission
from core.model.session import Receipt, SessionRecord
from core.model.signing import Addendum, Signature, SignerRole, Signing
from core.services import access, encounters, note_coach, signing_states
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import needs
from core.services.signing_checks import LONGEST_REASON, NONE, Reasons, answered
from core.store import encounters as table
from core.store import signatures

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_NOT_SIGNED = "This session is not signed. Open it, then sign it first."


@needs(Permission.SIGN)
def sign(p: OpenPractice, record: SessionRecord, reasons: Reasons = NONE) -> Receipt:
    """Save, complete and seal a session in one change; it is then read-only.

    Only who rendered it signs, or the assistant whose note it is. Raises InvalidInput naming
    what has to be mended or answered, and what `encounters.save` raises.
    """
    access.require_own(p, Permission.SIGN, record, "signing.sign")
    role = signing_states.role_for(p, record)
    ready = encounters.prepare(p, record, complete=True, minutes_reason=reasons.minutes)
    of_note = note_coach.alerts_before_signing(p, ready.record, ready.bill)
    kept = answered(ready.bill, ready.record, reasons, of_note)
    asked = signing_states.countersignature_of(p, ready.record, role)
    who = (p.person, signing_states.own_provider(p))
    with change(p, "encounter.sign", "encounter") as work:
        receipt = encounters.keep(p, work, ready)
        made = signatures.add(
            work.db, p.file.seal_key, receipt.encounter_id, role, who, work.now, kept, asked
        )
        work.detail |= _traces(made) | {"therapist_asked": asked.value}
        if kept:
            work.detail["signed_with"] = [one.alert for one in kept]
    return receipt


@needs(Permission.COUNTERSIGN)
def countersign(p: OpenPractice, encounter_id: int) -> Signature:
    """The rendering therapist signs under an assistant's signature; the note stays as it is."""
    standing = state_of(p, encounter_id)
    signed, record = standing.signature, table.standing(p.file.db, encounter_id)
    if signed is None or record is None:
        raise UserProblem(_NOT_SIGNED)
    access.require_own(p, Permission.COUNTERSIGN, record, "signing.countersign")
    if signed.role is not SignerRole.ASSISTANT:
        raise UserProblem(f"{signed.signer} signed as therapist, so nobody countersigns.")
    if standing.countersignature is not None:
        raise UserProblem(f"{standing.countersignature.signer} has countersigned already.")
    provider = signing_states.own_provider(p)
    if provider.id != record.rendering_provider_id:
        raise UserProblem("Only the therapist named on the session countersigns it.")
    with change(p, "encounter.countersign", "encounter") as work:
        made = signatures.add(
            work.db, p.file.seal_key, encounter_id, SignerRole.COUNTERSIGNING,
            (p.person, provider), work.now, countersigns=signed.id,
        )  # fmt: skip
        work.object_id, work.patient_id = encounter_id, record.patient_id
        work.detail |= _traces(made)
    return made


@needs(Permission.ADDENDUM)
def add_addendum(p: OpenPractice, encounter_id: int, text: str) -> Addendum:
    """Append a text to a signed session under the name of who is signed in, who gave it."""
    form = Form()
    words = form.block("text", "The addendum", text).strip()
    if not words:
        form.problem("text", "The addendum is empty. Write what is to be added.")
    form.done()
    signed = signatures.sealing(p.file.db, encounter_id)
    record = table.get(p.file.db, encounter_id)
    if signed is None or record is None:
        raise UserProblem(_NOT_SIGNED)
    access.require_own(p, Permission.ADDENDUM, record, "signing.add_addendum")
    who = (p.person, signing_states.own_provider(p))
    if who[1].id not in (record.rendering_provider_id, record.assistant_provider_id):
        raise UserProblem("Only who gave the session adds to it.")
    with change(p, "encounter.addendum", "encounter") as work:
        made = signatures.add_addendum(work.db, p.file.seal_key, signed, who, words, work.now)
        work.object_id, work.patient_id = encounter_id, record.patient_id
        work.detail |= {"addendum": made.number, "digest": made.digest}
    return made


@needs(Permission.UNSEAL)
def unseal(p: OpenPractice, encounter_id: int, reason: str) -> None:
    """An owner opens a signed session again, for a reason; it must then be signed anew.

    What had been signed is kept whole beside it.
    """
    form = Form()
    why = form.line("reason", "The reason", reason, most=LONGEST_REASON, needed=True)
    form.done()
    signed, record = (
        signatures.sealing(p.file.db, encounter_id), table.standing(p.file.db, encounter_id),
    )  # fmt: skip
    if signed is None or record is None:
        raise UserProblem(_NOT_SIGNED)
    with change(p, "encounter.unseal", "encounter") as work:
        signatures.unseal(work.db, signed, p.person, why, work.now)
        work.object_id, work.patient_id = encounter_id, record.patient_id
        work.detail |= {"signature": signed.id, "reason": why}


@needs(Permission.BILL_READ)
def state_of(p: OpenPractice, encounter_id: int) -> Signing:
    """Who signed a session, what was added to it, and what the person signed in may do."""
    record = table.standing(p.file.db, encounter_id)
    if record is not None:
        access.require_reach(p, Permission.BILL_READ, record.patient_id, "signing.state_of")
    return signing_states.standing(p, encounter_id)


def _traces(made: Signature) -> dict[str, object]:
    """What the audit trail holds of a signature, so that its removal shows."""
    return {"signature": made.id, "digest": made.digest, "role": made.role.value}
