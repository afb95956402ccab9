"""How an encounter stands to being signed, and what the person signed in may do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.people import Role
from core.model.session import SessionRecord
from core.model.signing import Countersignature, SignerRole, Signing
from core.rules.parameters import NotKnown
from core.rules.terms import Countersign
from core.services.permissions import inner
from core.store import providers, signatures

if TYPE_CHECKING:
    from core.model.practice import Provider
    from core.services.practice import OpenPractice

_SIGNERS = (Role.THERAPIST, Role.ASSISTANT)


@inner
def standing(p: OpenPractice, encounter_id: int | None) -> Signing:
    """What the session screen needs to know; an encounter not yet kept is not signed."""
    known = Signing() if encounter_id is None else signatures.of_encounter(p.file.db, encounter_id)
    return replace(known, me=me(p), is_owner=p.person.has(Role.OWNER))


@inner
def me(p: OpenPractice) -> int | None:
    """The provider as whom the person signed in may sign, or None."""
    signs = any(p.person.has(role) for role in _SIGNERS)
    return p.person.provider_id if signs else None


@inner
def role_for(p: OpenPractice, record: SessionRecord) -> SignerRole:
    """In which part the person signs; raises UserProblem when the session is not theirs."""
    mine = me(p)
    if mine is not None and mine == record.rendering_provider_id:
        return SignerRole.RENDERING
    if mine is not None and mine == record.assistant_provider_id:
        return SignerRole.ASSISTANT
    whose = _provider(p, record.rendering_provider_id)
    raise UserProblem(
        f"Only who gave the session signs it: here that is {whose.display_name}. You are signed in"
        f" as {p.person.name}, so nothing was signed. Complete it instead; it then waits for its"
        " signature on Today."
    )


@inner
def own_provider(p: OpenPractice) -> Provider:
    """The provider the person signed in is; raises UserProblem when there is none."""
    mine = me(p)
    if mine is None:
        raise UserProblem(
            f"{p.person.name} is not set up as somebody who treats, so nothing was signed."
        )
    return _provider(p, mine)


@inner
def countersignature_of(
    p: OpenPractice, record: SessionRecord, role: SignerRole
) -> Countersignature:
    """Whether the payer asks for the therapist under this signature, by its rules of that day."""
    if role is not SignerRole.ASSISTANT:
        return Countersignature.NOT_ASSISTANT
    wanted = p.book.day_rules(record.rules, record.date).terms.countersignature
    if isinstance(wanted, NotKnown):
        return Countersignature.NOT_KNOWN
    took_part = any(one.minutes or one.together_minutes for one in record.services)
    asked = wanted.value == Countersign.ALWAYS or (
        wanted.value == Countersign.TOOK_PART and took_part
    )
    return Countersignature.ASKED if asked else Countersignature.NOT_ASKED


def _provider(p: OpenPractice, number: int) -> Provider:
    found = providers.get(p.file.db, number)
    if found is None:
        raise UserProblem("Choose who rendered the session.", "rendering_provider_id")
    return found
