"""What a superbill says of the signatures of its visits, and of what came after them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from core.model.signing import Signature, SignerRole
from core.reports.superbill_record import Signed, us_date
from core.store import signatures

if TYPE_CHECKING:
    from core.store.engine import Database


class SignedParts(TypedDict):
    """The fields of a visit that signing decides."""

    signed: tuple[Signed, ...]
    later: tuple[str, ...]


def signed_parts(db: Database, encounter_id: int) -> SignedParts:
    """Who signed an encounter, and its addenda and changed minutes in words."""
    known = signatures.of_encounter(db, encounter_id)
    by = (known.signature, known.countersignature)
    later = [
        f"minutes changed on {us_date(_here(one.at).date())} by {one.name}"
        f" from {one.before} to {one.after}. Reason: {one.reason}"
        for one in known.minute_changes
    ]
    later += [
        f"addendum {one.number} to the note, signed by {one.signer}"
        f" on {us_date(_here(one.at).date())}."
        for one in known.addenda
    ]
    return {
        "signed": tuple(_signed(one) for one in by if one is not None),
        "later": tuple(later) if known.is_signed else (),
    }


def _signed(one: Signature) -> Signed:
    at = _here(one.signed_at)
    second = one.role is SignerRole.COUNTERSIGNING
    return Signed(one.signer, at.date(), at.strftime("%H:%M"), second)


def _here(moment: datetime) -> datetime:
    return moment.astimezone()
