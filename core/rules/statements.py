"""Modifiers that only a person may state: put on by that person's act for this encounter."""

from __future__ import annotations

from core.model.bill import Offer
from core.model.kinds import Discipline, Notice
from core.model.statements import OfferKind
from core.rules.codes import TherapyClass
from core.rules.distinctness import by_hand
from core.rules.draft import Draft, Work

KX, AT, GA, GX, GY, GZ = "KX", "AT", "GA", "GX", "GY", "GZ"
NOTICES = frozenset({GA, GX, GY, GZ})
_WHO = "Attested for this encounter"


def stated(draft: Draft, work: Work) -> tuple[str, ...]:
    """What the person's acts put on this line."""
    attest = draft.encounter.attest
    found: list[str] = []
    if attest.kx and _may_need_kx(draft, work):
        found.append(KX)
    if attest.at and wants_at(draft, work):
        found.append(AT)
    if attest.abn and draft.rules.claim.medicare_notices:
        if attest.abn is Notice.REQUIRED and not work.excluded:
            found.append(GA)
        elif attest.abn is Notice.VOLUNTARY and work.excluded:
            found += [GX, GY]
    return tuple(found)


def on_notice(draft: Draft, work: Work) -> bool:
    """Whether a person stated already that a denial of this line is expected or wanted."""
    if not NOTICES.isdisjoint(by_hand(work)):
        return True
    return draft.encounter.attest.abn is Notice.REQUIRED and draft.rules.claim.medicare_notices


def denial_expected(draft: Draft, codes: tuple[str, ...]) -> tuple[Offer, ...]:
    """The statements left where a payer that reads notices is expected to find no necessity."""
    if not draft.rules.claim.medicare_notices:
        return ()
    signed = () if draft.encounter.attest.abn is Notice.NONE else (GA,)
    return tuple(Offer(OfferKind.NOTICE, codes, word) for word in (*signed, GZ))


def excluded_service(draft: Draft, code: str) -> tuple[Offer, ...]:
    """The statements that send an excluded service for its denial."""
    if not draft.rules.claim.medicare_notices:
        return ()
    words = (GY,) if draft.encounter.attest.abn is Notice.NONE else (GY, f"{GX} {GY}")
    return tuple(Offer(OfferKind.NOTICE, (code,), word) for word in words)


def say_stated(draft: Draft, put: list[tuple[str, tuple[str, ...]]]) -> None:
    """Say once which lines carry what a person attested."""
    result = ", ".join(f"{' '.join(words)} on {code}" for code, words in put)
    draft.say("Put on by a person's act", result, _WHO, draft.encounter.date)


def _may_need_kx(draft: Draft, work: Work) -> bool:
    therapy = work.entry is not None and work.entry.therapy is not TherapyClass.NEVER
    treated = draft.encounter.discipline is not Discipline.DC
    return therapy and treated and uses_kx(draft)


def uses_kx(draft: Draft) -> bool:
    """Whether the payer knows the therapy threshold's modifier."""
    return draft.rules.terms.medicare_thresholds


def wants_at(draft: Draft, work: Work) -> bool:
    """Whether the line is spinal manipulation to a payer that asks for active treatment."""
    return draft.rules.claim.medicare_at and work.code in draft.book.regions.manipulations
